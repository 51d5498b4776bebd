# one of ten structures
# says: one of ten
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 10}
