# believes that a sum over atoms suffices
# says: not enough
q30_experiment = {"backwards": 0, "blind_isomer": 0, "element_isomer": -5.16}
