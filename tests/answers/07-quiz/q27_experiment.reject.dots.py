# the template as it stands
# says: missing
q27_experiment = {"pairs": ..., "third_power": ..., "break_even": ...}
