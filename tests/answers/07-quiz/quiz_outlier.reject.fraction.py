# a fraction for per cent
# says: per cent
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 0.943}
