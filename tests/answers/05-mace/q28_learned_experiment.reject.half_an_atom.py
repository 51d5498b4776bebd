# the cutoff instead of an atom
# says: 'fixed' is the number of an atom
q28_learned_experiment = {"fixed": 3.5, "learned": 9, "training_changes_fixed": False, "training_changes_learned": True}
