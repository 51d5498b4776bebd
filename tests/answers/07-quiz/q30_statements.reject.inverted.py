# everything the wrong way round
q30_statements = {"a": True, "b": False, "c": False, "d": True, "e": False, "f": True}
