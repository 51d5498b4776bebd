# some other number
# says: no slip that is known
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 50}
