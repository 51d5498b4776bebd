# a bare number
# says: dictionary
quiz_overfit = 10
