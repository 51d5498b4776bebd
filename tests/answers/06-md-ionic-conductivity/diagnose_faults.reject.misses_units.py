# takes the wrong unit for sound
diagnose_faults = {'A': 'single origin', 'B': 'window', 'C': 'drift', 'D': 'equilibration', 'E': 'sound', 'F': 'units'}
