# chooses an angle at which nothing happens
# says: 15°
q29_experiment = {"angle": 360, "coordinate": 0.0, "distance": 0.0}
