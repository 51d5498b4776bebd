# NumPy numbers
q28_learned_experiment = {"fixed": np.floor(cutoff), "learned": np.floor(cutoff) * layers, "training_changes_fixed": np.False_, "training_changes_learned": np.True_}
