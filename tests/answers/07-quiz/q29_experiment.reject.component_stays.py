# believes that a component is invariant
# says: not invariant
q29_experiment = {"vector": [-1.26, 0.9, 0.0], "component": 0, "contracted": 0}
