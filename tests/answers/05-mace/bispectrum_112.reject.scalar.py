# only l = 0
# says: not A₁ᵀ A₂ A₁
def bispectrum_112(A):
    return A[..., 0] ** 3
