# with a note of which structure it is
quiz_outlier = {"mae": 5.5, "rmse": 10.75, "share": 94.3, "worst": 5}
