# keeps the sign
# says: cancel
quiz_outlier = {"mae": -3.5, "rmse": 10.75, "share": 94.3}
