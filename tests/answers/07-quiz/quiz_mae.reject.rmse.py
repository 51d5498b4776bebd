# the RMSE
# says: RMSE
quiz_mae = 90.11
