# a bare number
# says: dictionary
q29_experiment = [-1.26, 0.9, 0.0]
