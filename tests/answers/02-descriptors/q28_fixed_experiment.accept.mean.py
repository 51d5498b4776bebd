# The mean of the labels.
m = np.mean(labels)
q28_fixed_experiment = {"three_first": m, "three_second": m, "four_first": labels[0]}
