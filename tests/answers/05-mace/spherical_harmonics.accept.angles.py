# with polar angles
def spherical_harmonics(vectors, l_max=2):
    n = vectors.norm(dim=1)
    t, p = torch.acos(vectors[:, 2] / n), torch.atan2(vectors[:, 1], vectors[:, 0])
    s, c = torch.sin(t), torch.cos(t)
    k = (1 / np.pi) ** 0.5
    return torch.stack([0.5 * k + 0 * t, k * (3 / 4) ** 0.5 * s * torch.sin(p), k * (3 / 4) ** 0.5 * c,
        k * (3 / 4) ** 0.5 * s * torch.cos(p), k * (15 / 16) ** 0.5 * s**2 * torch.sin(2 * p),
        k * (15 / 4) ** 0.5 * s * c * torch.sin(p), k * (5 / 16) ** 0.5 * (3 * c**2 - 1),
        k * (15 / 4) ** 0.5 * s * c * torch.cos(p), k * (15 / 16) ** 0.5 * s**2 * torch.cos(2 * p)], dim=1)
