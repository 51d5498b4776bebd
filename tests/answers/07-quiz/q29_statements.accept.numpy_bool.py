# NumPy's bools, in another order
q29_statements = {k: np.bool_(v) for k, v in sorted({"a": True, "b": True, "c": False, "d": False, "e": True, "f": False}.items(), reverse=True)}
