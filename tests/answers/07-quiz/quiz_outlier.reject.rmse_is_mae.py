# MAE for RMSE
# says: MAE
quiz_outlier = {"mae": 5.5, "rmse": 5.5, "share": 94.3}
