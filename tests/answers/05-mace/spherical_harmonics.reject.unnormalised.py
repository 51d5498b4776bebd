# vectors of any length
# says: by their length
def spherical_harmonics(vectors, l_max=2):
    x, y, z = vectors.T
    a, b, c = (1 / (4 * np.pi)) ** 0.5, (3 / (4 * np.pi)) ** 0.5, (15 / (4 * np.pi)) ** 0.5
    return torch.stack([a + 0 * x, b * y, b * z, b * x, c * x * y, c * y * z, c * (3 * z**2 - x**2 - y**2 - z**2) / 12**0.5, c * x * z, c * (x**2 - y**2) / 2], dim=1)
