# leaves the outlier out of the MAE
# says: left the outlier out
quiz_outlier = {"mae": 2.444, "rmse": 10.75, "share": 94.3}
