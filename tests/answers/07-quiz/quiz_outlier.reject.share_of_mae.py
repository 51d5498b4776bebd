# share of the sum of absolute errors
# says: adds squares
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 60}
