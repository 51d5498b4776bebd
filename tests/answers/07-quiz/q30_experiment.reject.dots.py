# the template as it stands
# says: missing
q30_experiment = {"backwards": ..., "blind_isomer": ..., "element_isomer": ...}
