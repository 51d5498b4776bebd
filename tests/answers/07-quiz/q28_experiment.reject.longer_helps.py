# believes that longer training tells equal inputs apart
# says: Longer training
q28_experiment = {"fixed": 660, "fixed_longer": 0, "learned": 0}
