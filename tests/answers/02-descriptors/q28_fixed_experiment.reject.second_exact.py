# The more frequent one is fitted exactly.
# says: it says for the second
m = np.mean(labels)
q28_fixed_experiment = {'three_first': m, 'three_second': low, 'four_first': high}
