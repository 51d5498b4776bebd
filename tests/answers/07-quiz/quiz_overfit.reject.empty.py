# predicts nothing
# says: missing
quiz_overfit = {}
