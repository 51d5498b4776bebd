# leaves out the cost of a cheap step, far below one per cent
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": (230 * 40 + 920) / 40}
