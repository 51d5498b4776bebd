# a half turn
q29_experiment = {"angle": 180.0, "coordinate": -1.552, "distance": 0.0}
