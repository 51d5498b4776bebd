# six judgements, all right
q29_statements = {"a": True, "b": True, "c": False, "d": False, "e": True, "f": False}
