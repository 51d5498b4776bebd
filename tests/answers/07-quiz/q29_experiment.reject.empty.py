# predicts nothing
# says: missing
q29_experiment = {}
