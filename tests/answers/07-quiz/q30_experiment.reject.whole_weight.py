# takes 3 for the change of the weight
# says: difference is 2
q30_experiment = {"backwards": -0.34, "blind_isomer": 0, "element_isomer": -7.74}
