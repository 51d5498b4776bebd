# eV instead of meV
# says: 1000 meV
q28_experiment = {"fixed": 0.66, "fixed_longer": 660, "learned": 0}
