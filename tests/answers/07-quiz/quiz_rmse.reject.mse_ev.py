# forgets the root, eV²
# says: eV²
quiz_rmse = 0.00795
