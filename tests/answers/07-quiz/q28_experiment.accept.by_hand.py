# worked out with a pencil
q28_experiment = {"fixed": 660, "fixed_longer": 660, "learned": 0}
