# seconds instead of steps
# says: divide by what a step saves
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": 10120}
