# leaves the outlier out of the RMSE
# says: left the outlier out
quiz_outlier = {"mae": 5.5, "rmse": 2.708, "share": 94.3}
