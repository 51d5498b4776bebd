# RMSE for MAE
# says: RMSE
quiz_outlier = {"mae": 10.75, "rmse": 10.75, "share": 94.3}
