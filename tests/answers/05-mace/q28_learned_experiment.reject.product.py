# cutoff times layers, though no atom sits there
# says: Each hop ends on an atom
q28_learned_experiment = {"fixed": 3, "learned": 10, "training_changes_fixed": False, "training_changes_learned": True}
