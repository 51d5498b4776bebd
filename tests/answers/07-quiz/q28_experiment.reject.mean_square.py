# forgets the root
# says: root
q28_experiment = {"fixed": 0.4356, "fixed_longer": 660, "learned": 0}
