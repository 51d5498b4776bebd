# energy of whole structures
# says: did not divide
quiz_units = 65.67
