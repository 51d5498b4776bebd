# NumPy's bools, in another order
q27_statements = {k: np.bool_(k in "abe") for k in "fedcba"}
