# predicts nothing
# says: missing
q30_experiment = {}
