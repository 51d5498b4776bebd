# the variance
# says: root
q27_experiment = {"pairs": 4, "energy": -4.067, "deviation": 9.0}
