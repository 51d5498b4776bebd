# Runs the two fits instead of predicting: allowed, since it is the same experiment.
a, b = (fitted(make, 1.25, labels, training_set) for make in (PowerSpectrum, ACE))
q28_fixed_experiment = {"three_first": a[0], "three_second": a[-1], "four_first": b[0]}
