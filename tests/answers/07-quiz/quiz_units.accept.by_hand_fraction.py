# a fraction
quiz_units = (132 / 12 + 39 / 3 + 26 / 13) / 3
