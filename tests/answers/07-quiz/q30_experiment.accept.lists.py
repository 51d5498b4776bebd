# writes down all lists
before = (h_c + 2 * (h_c + c_n)) + (h_c + 2 * c_n) + (h_c + c_n + 2 * c_n)
after = (c_n + 2 * (h_c + c_n)) + (c_n + 2 * h_c) + (h_c + c_n + 2 * h_c)
q30_experiment = {"backwards": after - before, "blind_isomer": np.float32(0), "element_isomer": -4 * c_n}
