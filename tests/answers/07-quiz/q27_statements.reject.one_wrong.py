# one judgement is wrong: two thirds of the points
q27_statements = {"a": True, "b": False, "c": True, "d": True, "e": True, "f": False}
