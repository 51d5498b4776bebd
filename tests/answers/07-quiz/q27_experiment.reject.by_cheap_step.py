# divides by the cost of the cheap step
# says: not by what it costs
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": (labels * label + training) / (step * longer)}
