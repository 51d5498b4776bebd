# the template as it stands
# says: missing
q28_experiment = {"fixed": ..., "fixed_longer": ..., "learned": ...}
