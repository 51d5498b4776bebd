# the energy after the turn
# says: after the turn
q29_experiment = {"vector": [-1.26, 0.9, 0.0], "component": -2.52, "contracted": 0}
