# every atom with every other
# says: within the cutoff
q27_experiment = {"pairs": 16, "energy": -4.067, "deviation": 3.0}
