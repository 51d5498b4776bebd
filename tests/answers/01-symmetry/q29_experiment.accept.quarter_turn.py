# a quarter turn: the hydrogen ends at z = 0
q29_experiment = {"angle": 90, "coordinate": -0.776, "distance": 0}
