# a loop over pairs
def atomic_basis(radial, harmonics, center, n_atoms):
    A = torch.zeros(n_atoms, radial.shape[1], 9, dtype=radial.dtype)
    for R, Y, i in zip(radial, harmonics, center):
        A[i] += torch.outer(R, Y)
    return A
