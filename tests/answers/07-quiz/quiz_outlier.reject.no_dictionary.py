# a bare number
# says: dictionary
quiz_outlier = 5.5
