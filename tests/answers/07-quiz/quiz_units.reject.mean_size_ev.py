# divides by the mean size, eV
# says: own
quiz_units = 0.007036
