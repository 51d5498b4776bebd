# worked out with a pencil
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": 13.99}
