# leaves out the cost of a cheap step, below one per cent
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": (labels * label + training) / (label * longer**3)}
