# everything the wrong way round
q28_learned_statements = {"a": True, "b": True, "c": True, "d": False, "e": False, "f": False}
