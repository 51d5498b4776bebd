# worked out by hand
q30_experiment = {"by_label": -0.495, "by_length": 0, "o_and_h": False}
