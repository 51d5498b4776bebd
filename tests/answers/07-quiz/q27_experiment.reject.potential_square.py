# believes that pairs grow with the square
# says: square
q27_experiment = {"dft_step": 837, "potential_step": step * longer**2, "break_even": 13.99}
