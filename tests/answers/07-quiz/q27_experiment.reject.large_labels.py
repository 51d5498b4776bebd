# labels in the large crystal
# says: small crystal
q27_experiment = {"dft_step": 837, "potential_step": 1.5, "break_even": labels + training / (label * longer**3)}
