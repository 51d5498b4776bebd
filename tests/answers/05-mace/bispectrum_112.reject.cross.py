# a · (a × a)
# says: vanishes
def bispectrum_112(A):
    v = A[..., 1:4]
    return (v * torch.linalg.cross(v, v)).sum(-1)
