# A compromise with four bodies, too.
# says: what four bodies see
m = np.mean(labels)
q28_fixed_experiment = {'three_first': m, 'three_second': m, 'four_first': m}
