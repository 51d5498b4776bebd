# a text with a unit
# says: without unit
q28_learned_experiment = {"fixed": "3 A", "learned": 9, "training_changes_fixed": False, "training_changes_learned": True}
