# the two exchanged
# says: within the cutoff
q28_learned_experiment = {"fixed": 9, "learned": 3, "training_changes_fixed": False, "training_changes_learned": True}
