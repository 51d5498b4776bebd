# takes degrees for radians
# says: radians
q29_experiment = {"angle": 75, "coordinate": 0.776 * (np.cos(75) - 1), "distance": 0}
