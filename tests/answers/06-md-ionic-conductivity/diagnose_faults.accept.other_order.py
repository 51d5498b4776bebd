# in another order, with a remark too many
diagnose_faults = {**dict([('F', 'sound'), ('E', 'units'), ('D', 'equilibration'), ('C', 'drift'), ('B', 'window'), ('A', 'single origin')]), 'G': 'no such report'}
