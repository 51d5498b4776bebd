# believes that the fixed model fits both
# says: same G
q28_experiment = {"fixed": 0, "fixed_longer": 660, "learned": 0}
