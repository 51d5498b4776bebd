def distance_matrix(positions):
    import warnings
    warnings.warn("SciPy would be faster")  # a warning costs nothing
    return cdist(positions, positions)
