# divides by the cost of the cheap step
# says: not by what it costs
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": 506000}
