# judges nothing
# says: not judged
q28_learned_statements = {}
