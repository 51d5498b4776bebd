# six judgements, all right
q28_statements = {"a": False, "b": False, "c": True, "d": True, "e": True, "f": False}
