# a learned descriptor sees everything
# says: Count hops
q28_learned_experiment = {"fixed": 3, "learned": 14, "training_changes_fixed": False, "training_changes_learned": True}
