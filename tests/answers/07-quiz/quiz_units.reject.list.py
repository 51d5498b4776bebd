# a list of one number
# says: shape
quiz_units = [8.67]
