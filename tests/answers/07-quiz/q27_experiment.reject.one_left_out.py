# leaves one number out
# says: break_even
q27_experiment = {"dft_step": 837, "potential_step": 1.5}
