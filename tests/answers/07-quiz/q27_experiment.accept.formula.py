# from the numbers of the locked cell
d, p = label * longer**3, step * longer
q27_experiment = {"dft_step": d, "potential_step": p, "break_even": (labels * label + training) / (d - p)}
