# counts every pair once
# says: two lists
q30_experiment = {"backwards": -0.17, "blind_isomer": 0, "element_isomer": -5.16}
