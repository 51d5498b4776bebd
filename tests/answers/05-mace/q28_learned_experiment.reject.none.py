# an entry that is still open
# says: 'learned' is the number of an atom
q28_learned_experiment = {"fixed": 3, "learned": None, "training_changes_fixed": False, "training_changes_learned": True}
