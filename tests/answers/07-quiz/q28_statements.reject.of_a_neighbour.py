# the judgements of another name's statements
q28_statements = {"a": False, "b": False, "c": True, "d": True, "e": False, "f": True}
