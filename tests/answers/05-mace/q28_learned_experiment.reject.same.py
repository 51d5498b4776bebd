# believes both reach equally far
# says: neighbours have listened
q28_learned_experiment = {"fixed": 3, "learned": 3, "training_changes_fixed": False, "training_changes_learned": True}
