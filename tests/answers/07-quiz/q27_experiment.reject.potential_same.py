# a potential costs the same in any crystal
# says: proportion
q27_experiment = {"dft_step": 837, "potential_step": step, "break_even": 13.99}
