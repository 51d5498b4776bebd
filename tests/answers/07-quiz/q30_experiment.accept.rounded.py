# rounded to a hundredth
q30_experiment = {"backwards": -0.34, "blind_isomer": 0, "element_isomer": -5.17}
