# leaves z out
# says: shape
q29_experiment = {"vector": [-1.26, 0.9], "component": -4.32, "contracted": 0}
