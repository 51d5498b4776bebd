# a distance that is rounded down
# says: 'learned' is the number of an atom
q28_learned_experiment = {"fixed": 3, "learned": 9.9, "training_changes_fixed": False, "training_changes_learned": True}
