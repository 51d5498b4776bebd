# the template as it is printed
# says: True or False
q28_learned_statements = {"a": ..., "b": ..., "c": ..., "d": ..., "e": ..., "f": ...}
