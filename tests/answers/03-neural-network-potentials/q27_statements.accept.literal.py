# six judgements, all right
q27_statements = {"a": True, "b": True, "c": False, "d": False, "e": True, "f": False}
