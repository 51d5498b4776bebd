# leaves one open
# says: 'D' is missing
diagnose_faults = {'A': 'single origin', 'B': 'window', 'C': 'drift', 'E': 'units', 'F': 'sound'}
