# Judges nothing.
# says: not judged
q28_fixed_statements = {}
