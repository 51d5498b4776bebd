# |a|² |M|²
# says: Three factors
def bispectrum_112(A):
    return (A[..., 1:4] ** 2).sum(-1) * (A[..., 4:] ** 2).sum(-1)
