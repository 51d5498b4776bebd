# forgets the root, meV²
# says: root
quiz_rmse = 7950
