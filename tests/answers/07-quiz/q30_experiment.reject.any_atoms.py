# believes that any two atoms may be exchanged
# says: not alike
q30_experiment = {"backwards": -0.34, "blind_isomer": 0, "element_isomer": 0}
