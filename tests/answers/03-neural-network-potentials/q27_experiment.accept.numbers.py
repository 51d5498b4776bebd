# three numbers
q27_experiment = {"pairs": 4, "energy": -4.067, "deviation": 3.0}
