# predicts nothing
# says: missing
q28_learned_experiment = {}
