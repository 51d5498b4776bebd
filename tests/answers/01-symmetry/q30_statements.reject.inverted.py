# everything the wrong way round
q30_statements = {"a": False, "b": True, "c": False, "d": False, "e": True, "f": True}
