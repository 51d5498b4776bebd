# predicts nothing
# says: missing
quiz_split = {}
