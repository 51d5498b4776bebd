# leaves one open
# says: Statement d
q30_statements = {"a": True, "b": False, "c": True, "e": False, "f": False}
