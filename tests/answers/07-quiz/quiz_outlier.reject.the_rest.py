# the share of the others
# says: others
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 5.71}
