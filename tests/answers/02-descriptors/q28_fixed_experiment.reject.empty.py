# Predicts nothing.
# says: missing
q28_fixed_experiment = {}
