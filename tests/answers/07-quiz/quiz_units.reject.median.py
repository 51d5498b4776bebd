# the median
# says: median
quiz_units = 11
