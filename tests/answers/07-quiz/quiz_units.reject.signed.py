# keeps the sign
quiz_units = 0.0
