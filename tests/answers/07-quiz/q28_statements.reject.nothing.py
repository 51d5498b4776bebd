# judges nothing
# says: not judged
q28_statements = {}
