# NumPy's bools, in another order
q28_statements = {k: np.bool_(v) for k, v in sorted({"a": False, "b": False, "c": True, "d": True, "e": True, "f": False}.items(), reverse=True)}
