# believes that pairs grow with the square
# says: not like their square
q27_experiment = {"pairs": 36, "third_power": 216, "break_even": 253.1}
