words = np.array(['single origin', 'window', 'drift', 'equilibration', 'units', 'sound'])
diagnose_faults = dict(zip('ABCDEF', words))
