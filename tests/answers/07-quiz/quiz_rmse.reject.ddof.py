# divides by n − 1
# says: ddof
quiz_rmse = 102.956
