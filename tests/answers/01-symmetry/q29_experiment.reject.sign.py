# before minus after
# says: sign
q29_experiment = {"angle": 60, "coordinate": 0.388, "distance": 0}
