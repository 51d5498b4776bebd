# some other number
# says: mean of the two
q28_experiment = {"fixed": 500, "fixed_longer": 660, "learned": 0}
