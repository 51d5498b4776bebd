# does not divide
# says: sum
quiz_rmse = 178.33
