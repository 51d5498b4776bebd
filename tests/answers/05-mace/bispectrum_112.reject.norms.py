# a product of norms, of degree 3
# says: not A₁ᵀ A₂ A₁
def bispectrum_112(A):
    return (A[..., 1:4] ** 2).sum(-1) * (A[..., 4:] ** 2).sum(-1).sqrt()
