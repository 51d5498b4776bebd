# judges nothing
# says: not judged
q29_statements = {}
