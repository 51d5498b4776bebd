# (N, 9, C)
# says: shape
def atomic_basis(radial, harmonics, center, n_atoms):
    x = radial[:, :, None] * harmonics[:, None, :]
    return torch.zeros(n_atoms, *x.shape[1:], dtype=x.dtype).index_add(0, center, x).transpose(1, 2)
