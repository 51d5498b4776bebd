# everything the wrong way round
q29_statements = {"a": False, "b": False, "c": True, "d": True, "e": False, "f": True}
