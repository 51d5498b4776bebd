# The energy of the other one.
# says: methane alone
m = np.mean(labels)
q28_fixed_experiment = {'three_first': low, 'three_second': low, 'four_first': high}
