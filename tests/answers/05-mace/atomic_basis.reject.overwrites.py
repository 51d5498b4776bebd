# indexed assignment
# says: index_add
def atomic_basis(radial, harmonics, center, n_atoms):
    x = radial[:, :, None] * harmonics[:, None, :]
    A = torch.zeros(n_atoms, *x.shape[1:], dtype=x.dtype)
    A[center] += x
    return A
