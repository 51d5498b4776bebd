# Believes that the fit tells the two apart.
# says: Can it\?
m = np.mean(labels)
q28_fixed_experiment = {'three_first': high, 'three_second': low, 'four_first': high}
