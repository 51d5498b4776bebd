# leaves one open
# says: Statement d
q30_statements = {"a": False, "b": True, "c": True, "e": True, "f": False}
