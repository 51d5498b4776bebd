# one judgement is wrong: two thirds of the points
q28_statements = {"a": False, "b": False, "c": True, "d": False, "e": True, "f": False}
