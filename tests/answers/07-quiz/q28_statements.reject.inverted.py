# everything the wrong way round
q28_statements = {"a": True, "b": True, "c": False, "d": False, "e": False, "f": True}
