# divides by n − 1
# says: ddof
quiz_outlier = {"mae": 5.5, "rmse": 11.33, "share": 94.3}
