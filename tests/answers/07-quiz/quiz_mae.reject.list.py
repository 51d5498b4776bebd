# a list of one number
# says: shape
quiz_mae = [84]
