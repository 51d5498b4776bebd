# believes that a larger crystal has the same number of pairs
# says: number of neighbours
q27_experiment = {"pairs": 1, "third_power": 216, "break_even": 253.1}
