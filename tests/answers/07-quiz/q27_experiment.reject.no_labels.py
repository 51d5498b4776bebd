# leaves the labels out
# says: labels out
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": 23}
