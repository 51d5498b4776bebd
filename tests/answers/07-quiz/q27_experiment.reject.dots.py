# the template as it stands
# says: missing
q27_experiment = {"dft_step": ..., "potential_step": ..., "break_even": ...}
