# forgets the root and converts once
# says: 10⁶
quiz_rmse = 7.95
