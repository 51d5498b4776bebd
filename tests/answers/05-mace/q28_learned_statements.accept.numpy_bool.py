# NumPy's bools, in another order
q28_learned_statements = {k: np.bool_(v) for k, v in sorted({"a": False, "b": False, "c": False, "d": True, "e": True, "f": True}.items(), reverse=True)}
