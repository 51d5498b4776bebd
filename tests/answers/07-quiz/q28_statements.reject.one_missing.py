# leaves one open
# says: Statement d
q28_statements = {"a": False, "b": False, "c": True, "e": True, "f": False}
