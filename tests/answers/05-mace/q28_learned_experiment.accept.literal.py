# counted by hand
q28_learned_experiment = {"fixed": 3, "learned": 9, "training_changes_fixed": False, "training_changes_learned": True}
