# the largest
# says: largest
quiz_units = 13
