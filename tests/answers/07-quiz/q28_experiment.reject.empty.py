# predicts nothing
# says: missing
q28_experiment = {}
