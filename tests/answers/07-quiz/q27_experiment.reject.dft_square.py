# the square for the third power
# says: second power
q27_experiment = {"dft_step": label * longer**2, "potential_step": 1.5, "break_even": 13.99}
