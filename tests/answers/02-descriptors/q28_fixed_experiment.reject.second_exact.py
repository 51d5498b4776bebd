# The more frequent one is fitted exactly.
# says: tell the second methane from the first
m = np.mean(labels)
q28_fixed_experiment = {'three_first': m, 'three_second': low, 'four_first': high}
