# normalises in place
# says: in place
def spherical_harmonics(vectors, l_max=2):
    vectors /= vectors.norm(dim=1, keepdim=True)
    x, y, z = vectors.T
    a, b, c = (1 / (4 * np.pi)) ** 0.5, (3 / (4 * np.pi)) ** 0.5, (15 / (4 * np.pi)) ** 0.5
    return torch.stack([a + 0 * x, b * y, b * z, b * x, c * x * y, c * y * z, c * (3 * z**2 - 1) / 12**0.5, c * x * z, c * (x**2 - y**2) / 2], dim=1)
