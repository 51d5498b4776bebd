# divides after the root
# says: divide first
quiz_rmse = 44.58
