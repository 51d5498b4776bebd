q29_experiment = {"angle": 60.0, "coordinate": 0.388, "distance": 0.0}  # before minus after
