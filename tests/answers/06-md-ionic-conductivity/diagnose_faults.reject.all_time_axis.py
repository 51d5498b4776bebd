# calls every report time axis: nothing earned
diagnose_faults = dict.fromkeys('ABCDEF', 'time axis')
