# a potential grows with the third power
# says: third power
q27_experiment = {"dft_step": 837, "potential_step": step * longer**3, "break_even": 13.99}
