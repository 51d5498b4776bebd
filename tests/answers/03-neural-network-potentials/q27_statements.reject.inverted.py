# everything the wrong way round
q27_statements = {"a": False, "b": False, "c": True, "d": True, "e": False, "f": True}
