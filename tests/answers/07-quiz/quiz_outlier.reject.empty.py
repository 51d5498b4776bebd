# predicts nothing
# says: missing
quiz_outlier = {}
