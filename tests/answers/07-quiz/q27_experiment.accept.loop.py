# adds up the two bills
n = 0
while n * label * longer**3 < labels * label + training + n * step * longer:
    n += 0.01
q27_experiment = {"dft_step": np.int64(label * longer**3), "potential_step": step * longer, "break_even": n}
