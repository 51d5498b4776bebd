# some other number
# says: two bills
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": 400}
