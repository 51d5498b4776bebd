# a bare number
# says: dictionary
q30_experiment = -0.34
