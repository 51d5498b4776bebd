# the median
# says: median
quiz_mae = 100
