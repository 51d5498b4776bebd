# x² − y² without ½
# says: l = 2, m = 2
def spherical_harmonics(vectors, l_max=2):
    x, y, z = (vectors / vectors.norm(dim=1, keepdim=True)).T
    a, b, c = (1 / (4 * np.pi)) ** 0.5, (3 / (4 * np.pi)) ** 0.5, (15 / (4 * np.pi)) ** 0.5
    return torch.stack([a + 0 * x, b * y, b * z, b * x, c * x * y, c * y * z, c * (3 * z**2 - 1) / 12**0.5, c * x * z, c * (x**2 - y**2)], dim=1)
