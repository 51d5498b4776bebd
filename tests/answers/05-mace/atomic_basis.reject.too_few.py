# forgets atoms without neighbours
# says: shape|index
def atomic_basis(radial, harmonics, center, n_atoms):
    x = radial[:, :, None] * harmonics[:, None, :]
    n = int(center.max()) + 1
    return torch.zeros(n, *x.shape[1:], dtype=x.dtype).index_add(0, center, x)
