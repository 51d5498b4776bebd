# the RMSE
# says: RMSE
quiz_units = 9.899
