# words of one's own
# says: none of
diagnose_faults = {'A': 'single origin', 'B': 'ballistic', 'C': 'drift', 'D': 'equilibration', 'E': 'units', 'F': 'sound'}
