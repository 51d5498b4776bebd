# the template as it is printed
# says: True or False
q30_statements = {"a": ..., "b": ..., "c": ..., "d": ..., "e": ..., "f": ...}
