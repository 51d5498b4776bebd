# whole structures, eV
# says: eV
quiz_units = 0.06567
