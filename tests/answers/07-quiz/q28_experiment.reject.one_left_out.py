# leaves one number out
# says: learned
q28_experiment = {"fixed": 660, "fixed_longer": 660}
