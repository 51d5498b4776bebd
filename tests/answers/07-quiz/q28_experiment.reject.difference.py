# the whole difference
# says: compromise
q28_experiment = {"fixed": 1320, "fixed_longer": 660, "learned": 0}
