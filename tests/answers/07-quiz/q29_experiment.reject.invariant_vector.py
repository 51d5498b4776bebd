# believes that the vector is invariant
# says: not invariant
q29_experiment = {"vector": [0.9, 1.26, 0.0], "component": -4.32, "contracted": 0}
