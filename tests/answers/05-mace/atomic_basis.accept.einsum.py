# einsum with an incidence matrix
def atomic_basis(radial, harmonics, center, n_atoms):
    gather = torch.nn.functional.one_hot(center, n_atoms).to(radial)
    return torch.einsum("ei,ec,em->icm", gather, radial, harmonics)
