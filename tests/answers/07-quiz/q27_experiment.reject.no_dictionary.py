# a bare number
# says: dictionary
q27_experiment = 837
