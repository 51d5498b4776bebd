# six judgements, all right
q30_statements = {"a": False, "b": True, "c": True, "d": False, "e": True, "f": False}
