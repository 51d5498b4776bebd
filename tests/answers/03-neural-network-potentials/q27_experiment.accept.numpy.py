# NumPy scalars, rounded to two digits
q27_experiment = {"energy": np.float64(-4.07), "deviation": np.array(3), "pairs": np.int64(4)}
