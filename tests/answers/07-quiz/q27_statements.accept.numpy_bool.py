# NumPy's bools, in another order
q27_statements = {k: np.bool_(v) for k, v in sorted({"a": True, "b": False, "c": True, "d": False, "e": True, "f": False}.items(), reverse=True)}
