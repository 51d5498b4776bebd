# believes that a learned centre changes nothing
# says: moves until
q28_experiment = {"fixed": 660, "fixed_longer": 660, "learned": 660}
