# averages
# says: averaged
def atomic_basis(radial, harmonics, center, n_atoms):
    x = radial[:, :, None] * harmonics[:, None, :]
    count = torch.bincount(center, minlength=n_atoms).clamp(min=1)
    return torch.zeros(n_atoms, *x.shape[1:], dtype=x.dtype).index_add(0, center, x) / count[:, None, None]
