# judges nothing
# says: not judged
q30_statements = {}
