# one judgement is wrong: two thirds of the points
q29_statements = {"a": True, "b": True, "c": True, "d": False, "e": True, "f": False}
