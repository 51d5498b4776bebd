# multiplies the plain sums
# says: not invariant
def bispectrum_112(A):
    return A[..., 1:4].sum(-1) ** 2 * A[..., 4:].sum(-1)
