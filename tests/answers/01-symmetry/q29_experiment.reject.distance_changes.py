# believes that a distance changes
# says: keeps every distance
q29_experiment = {"angle": 90, "coordinate": -0.776, "distance": -0.776}
