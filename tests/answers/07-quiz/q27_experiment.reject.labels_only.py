# the number of labels
# says: number of labels
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": labels}
