# counts the H–N pair once
# says: two lists
q30_experiment = {"backwards": -0.34, "blind_isomer": 0, "element_isomer": -2.58}
