# a list
# says: dictionary
diagnose_faults = ['single origin', 'window', 'drift', 'equilibration', 'units', 'sound']
