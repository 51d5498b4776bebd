# one judgement is wrong: two thirds of the points
q30_statements = {"a": True, "b": False, "c": False, "d": True, "e": False, "f": False}
