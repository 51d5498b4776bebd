# predicts nothing
# says: missing
q27_experiment = {}
