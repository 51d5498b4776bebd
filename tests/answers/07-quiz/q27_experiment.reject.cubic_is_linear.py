# the factor in atoms for a cubic method
# says: third power
q27_experiment = {"pairs": 6, "third_power": 6, "break_even": 253.1}
