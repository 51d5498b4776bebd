# calls every report sound: nothing earned
diagnose_faults = dict.fromkeys('ABCDEF', 'sound')
