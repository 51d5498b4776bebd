# half the difference
q28_experiment = dict.fromkeys(["fixed", "fixed_longer"], 500 * (labels_28[0] - labels_28[1])) | {"learned": 0.0}
