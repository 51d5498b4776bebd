# the median
# says: median
quiz_outlier = {"mae": 3, "rmse": 10.75, "share": 94.3}
