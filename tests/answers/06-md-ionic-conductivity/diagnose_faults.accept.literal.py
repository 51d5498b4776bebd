# six verdicts, all right
diagnose_faults = {'A': 'single origin', 'B': 'window', 'C': 'drift', 'D': 'equilibration', 'E': 'units', 'F': 'sound'}
