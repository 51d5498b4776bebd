# m from l to -l
# says: from -l to l
def spherical_harmonics(vectors, l_max=2):
    x, y, z = (vectors / vectors.norm(dim=1, keepdim=True)).T
    a, b, c = (1 / (4 * np.pi)) ** 0.5, (3 / (4 * np.pi)) ** 0.5, (15 / (4 * np.pi)) ** 0.5
    return torch.stack([a + 0 * x, b * x, b * z, b * y, c * (x**2 - y**2) / 2, c * x * z, c * (3 * z**2 - 1) / 12**0.5, c * y * z, c * x * y], dim=1)
