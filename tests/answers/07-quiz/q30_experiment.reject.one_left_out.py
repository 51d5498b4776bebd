# leaves one number out
# says: element_isomer
q30_experiment = {"backwards": -0.34, "blind_isomer": 0}
