# sums over all pairs
# says: over all pairs
def atomic_basis(radial, harmonics, center, n_atoms):
    x = radial[:, :, None] * harmonics[:, None, :]
    return x.sum(dim=0).expand(n_atoms, -1, -1)
