diagnose_faults = {'A': 'window', 'B': 'single origin', 'C': 'drift', 'D': 'equilibration', 'E': 'units', 'F': 'sound'}
