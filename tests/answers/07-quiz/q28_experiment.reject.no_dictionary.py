# a bare number
# says: dictionary
q28_experiment = 660
