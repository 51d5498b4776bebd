# leaves one open
# says: Statement d
q29_statements = {"a": True, "b": True, "c": False, "e": True, "f": False}
