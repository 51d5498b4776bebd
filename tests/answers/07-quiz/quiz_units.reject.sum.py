# forgets to divide by three
# says: sum
quiz_units = 26
