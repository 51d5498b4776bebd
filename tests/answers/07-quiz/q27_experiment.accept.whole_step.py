# the next whole step, as a NumPy float
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": np.float64(254)}
