# measured first
q28_learned_experiment = {"fixed": furthest(cutoff, layers)[0], "learned": furthest(cutoff, layers)[1], "training_changes_fixed": False, "training_changes_learned": True}
