# divides by the root of two
# says: half the difference
q28_experiment = {"fixed": 466.69, "fixed_longer": 660, "learned": 0}
