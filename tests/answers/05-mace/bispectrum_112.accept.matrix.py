# the matrix written out
def bispectrum_112(A):
    y, z, x, c0, c1, c2, c3, c4 = A[..., 1:].unbind(-1)
    s = c2 / 3**0.5
    M = torch.stack([torch.stack(row, -1) for row in ([c4 - s, c0, c3], [c0, -c4 - s, c1], [c3, c1, 2 * s])], -2)
    v = torch.stack([x, y, z], -1)
    return torch.einsum("nci,ncij,ncj->nc", v, M, v)
