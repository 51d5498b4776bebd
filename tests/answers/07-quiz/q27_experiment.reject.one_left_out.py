# leaves one number out
# says: break_even
q27_experiment = {"pairs": 6, "third_power": 216}
