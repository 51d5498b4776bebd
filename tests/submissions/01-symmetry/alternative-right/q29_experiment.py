q29_experiment = {"angle": 90, "coordinate": -0.776, "distance": np.float64(0)}
