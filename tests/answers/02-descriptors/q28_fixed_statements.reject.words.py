# Words instead of truth values.
# says: quotation
q28_fixed_statements = dict.fromkeys('abcdef', 'True')
