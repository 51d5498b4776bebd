# as DFT grows
# says: third power
q27_experiment = {"pairs": 64, "energy": -4.067, "deviation": 3.0}
