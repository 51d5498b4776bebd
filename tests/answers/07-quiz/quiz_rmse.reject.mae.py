# the MAE
# says: MAE
quiz_rmse = 85
