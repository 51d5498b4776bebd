# judges nothing
# says: not judged
q27_statements = {}
