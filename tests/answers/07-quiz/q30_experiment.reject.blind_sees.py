# believes that the blind model sees the isomer
# says: weigh the same
q30_experiment = {"backwards": -0.34, "blind_isomer": -5.16, "element_isomer": -5.16}
