# leaves one number out
# says: contracted
q29_experiment = {"vector": [-1.26, 0.9, 0.0], "component": -4.32}
