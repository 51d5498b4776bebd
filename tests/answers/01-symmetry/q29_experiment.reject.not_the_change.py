# the energy after the turn
# says: does change|after the turn
q29_experiment = {"angle": 90.0, "coordinate": 0.0, "distance": 0}
