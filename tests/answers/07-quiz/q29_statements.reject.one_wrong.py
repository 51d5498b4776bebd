# one judgement is wrong: two thirds of the points
q29_statements = {"a": True, "b": True, "c": False, "d": True, "e": True, "f": False}
