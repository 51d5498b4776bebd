# 45° the other way, with NumPy
q29_experiment = {"angle": -45, "coordinate": 0.776 * (np.cos(np.pi / 4) - 1), "distance": np.float64(0)}
