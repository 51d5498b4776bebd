# believes that the model knows the curve
# says: falls back to its mean
q27_experiment = {"pairs": 4, "energy": 0.0, "deviation": 3.0}
