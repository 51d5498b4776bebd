# leaves one number out
# says: share
quiz_outlier = {"mae": 5.5, "rmse": 10.75}
