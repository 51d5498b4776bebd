# no doubt
# says: certain
q27_experiment = {"pairs": 4, "energy": -4.067, "deviation": 0.0}
