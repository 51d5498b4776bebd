# believes that the model knows the curve
# says: does not know
q27_experiment = {"pairs": 4, "energy": 0.0, "deviation": 3.0}
