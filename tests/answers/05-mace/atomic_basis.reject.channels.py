# sums over channels
# says: not over channels
def atomic_basis(radial, harmonics, center, n_atoms):
    x = radial[:, :, None] * harmonics[:, None, :]
    A = torch.zeros(n_atoms, *x.shape[1:], dtype=x.dtype).index_add(0, center, x)
    return A.sum(dim=1, keepdim=True).expand_as(A)
