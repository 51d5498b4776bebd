# from the two bond lengths
q30_experiment = {"backwards": 2 * (h_c - c_n), "blind_isomer": 0.0, "element_isomer": 4 * (h_c - h_c - c_n)}
