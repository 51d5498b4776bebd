# seconds instead of steps
# says: divide by what a step saves
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": labels * label + training}
