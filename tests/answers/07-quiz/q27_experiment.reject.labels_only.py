# forgets the training
# says: number of labels
q27_experiment = {"pairs": 6, "third_power": 216, "break_even": 230}
