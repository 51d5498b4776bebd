# everything the wrong way round
q27_statements = {"a": False, "b": True, "c": False, "d": True, "e": False, "f": True}
