# The mean of the two energies, as if each were there once.
# says: counts several times
m = np.mean(labels)
q28_fixed_experiment = {'three_first': (high + low) / 2, 'three_second': (high + low) / 2, 'four_first': high}
