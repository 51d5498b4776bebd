# the energy after the turn, not the change
# says: after the turn
q29_experiment = {"angle": 75, "coordinate": 0.201, "distance": 0}
