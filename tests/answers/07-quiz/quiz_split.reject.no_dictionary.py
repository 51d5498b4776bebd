# a bare number
# says: dictionary
quiz_split = 800
