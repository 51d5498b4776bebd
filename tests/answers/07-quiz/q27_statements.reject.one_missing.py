# leaves one open
# says: Statement d
q27_statements = {"a": True, "b": False, "c": True, "e": True, "f": False}
