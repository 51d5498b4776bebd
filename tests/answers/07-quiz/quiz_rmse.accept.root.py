# the root of a sum of squares
quiz_rmse = 10 * ((25 + 100 + 49 + 144) / 4) ** 0.5
