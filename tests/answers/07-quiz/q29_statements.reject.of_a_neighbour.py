# the judgements of another name's statements
q29_statements = {"a": False, "b": False, "c": True, "d": True, "e": False, "f": True}
