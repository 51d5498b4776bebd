# the square for the third power
# says: square
q27_experiment = {"pairs": 6, "third_power": 36, "break_even": 253.1}
