# the judgements of another name's statements
q27_statements = {"a": False, "b": True, "c": False, "d": True, "e": True, "f": False}
