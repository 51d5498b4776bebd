# eV/atom
# says: 1000 meV
quiz_units = 0.008667
