# leaves one open
# says: missing
q27_experiment = {"pairs": 4, "energy": -4.067}
