# one judgement is wrong: two thirds of the points
q30_statements = {"a": False, "b": True, "c": True, "d": True, "e": True, "f": False}
