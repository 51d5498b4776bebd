# measured first
from mlp_course.exercises.mace.reach import furthest

fixed, learned = furthest(cutoff, layers)
q28_learned_experiment = {"fixed": fixed, "learned": learned, "training_changes_fixed": False, "training_changes_learned": True}
