# forgets the root
# says: root
quiz_outlier = {"mae": 5.5, "rmse": 115.5, "share": 94.3}
