# runs the model first
q28_experiment = {"fixed": trained_rmse(False, 5), "fixed_longer": trained_rmse(False, 50), "learned": 0}
