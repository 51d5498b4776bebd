# a cubic method grows linearly
# says: linear
q27_experiment = {"dft_step": label * longer, "potential_step": 1.5, "break_even": 13.99}
