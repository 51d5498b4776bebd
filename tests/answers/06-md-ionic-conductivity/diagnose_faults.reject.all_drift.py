# calls every report drift: nothing earned
diagnose_faults = dict.fromkeys('ABCDEF', 'drift')
