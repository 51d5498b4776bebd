# words for truth values
# says: True or False
q28_learned_experiment = {"fixed": 3, "learned": 9, "training_changes_fixed": "no", "training_changes_learned": "yes"}
