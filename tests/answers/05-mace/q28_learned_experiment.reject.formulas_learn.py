# believes that symmetry functions are trained
# says: formulas
q28_learned_experiment = {"fixed": 3, "learned": 9, "training_changes_fixed": True, "training_changes_learned": True}
