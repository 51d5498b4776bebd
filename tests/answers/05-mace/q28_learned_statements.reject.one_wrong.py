# one judgement is wrong: two thirds of the points
q28_learned_statements = {"a": True, "b": False, "c": False, "d": True, "e": True, "f": True}
