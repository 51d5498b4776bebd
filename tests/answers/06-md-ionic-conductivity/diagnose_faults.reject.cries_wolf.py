# finds a fault in the sound report
diagnose_faults = {'A': 'single origin', 'B': 'window', 'C': 'drift', 'D': 'equilibration', 'E': 'units', 'F': 'equilibration'}
