# one matrix product for each atom
def atomic_basis(radial, harmonics, center, n_atoms):
    return torch.stack([radial[center == i].T @ harmonics[center == i] for i in range(n_atoms)])
