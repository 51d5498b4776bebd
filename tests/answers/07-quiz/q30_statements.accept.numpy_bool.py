# NumPy's bools, in another order
q30_statements = {k: np.bool_(v) for k, v in sorted({"a": False, "b": True, "c": True, "d": False, "e": True, "f": False}.items(), reverse=True)}
