# believes that longer training halves the error
# says: Longer training
q28_experiment = {"fixed": 660, "fixed_longer": 330, "learned": 0}
