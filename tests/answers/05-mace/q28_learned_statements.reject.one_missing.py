# leaves one open
# says: Statement d
q28_learned_statements = {"a": False, "b": False, "c": False, "e": True, "f": True}
