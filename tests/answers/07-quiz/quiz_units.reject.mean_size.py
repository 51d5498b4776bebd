# divides by the mean size
# says: own
quiz_units = 7.036
