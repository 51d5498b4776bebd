# Judges letters that were not drawn.
# says: no statement
q28_fixed_statements = dict.fromkeys('abcdefgh', True)
