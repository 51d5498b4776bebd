# dynamics in the small crystal
# says: 9 atoms
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": (labels * label + training) / (label - step)}
