# the template as printed
# says: missing|none of
diagnose_faults = dict.fromkeys('ABCDEF', ...)
