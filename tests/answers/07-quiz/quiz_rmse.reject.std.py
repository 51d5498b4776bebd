# subtracts the mean first
# says: mean error
quiz_rmse = 81.7
