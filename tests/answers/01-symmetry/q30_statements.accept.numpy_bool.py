# NumPy's bools, in another order
q30_statements = {
    k: np.bool_(v)
    for k, v in sorted({"a": True, "b": False, "c": True, "d": True, "e": False, "f": False}.items(), reverse=True)
}
