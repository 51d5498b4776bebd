# worked out with a pencil
quiz_rmse = 89.2
