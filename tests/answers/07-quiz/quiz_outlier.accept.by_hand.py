# worked out with a pencil
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 94.3}
