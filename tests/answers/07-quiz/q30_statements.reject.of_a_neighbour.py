# the judgements of another name's statements
q30_statements = {"a": True, "b": False, "c": False, "d": True, "e": True, "f": False}
