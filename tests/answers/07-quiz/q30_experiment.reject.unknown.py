# some other number
# says: H–N distance
q30_experiment = {"backwards": -0.34, "blind_isomer": 0, "element_isomer": -1.0}
