# stops at l = 1
# says: shape
def spherical_harmonics(vectors, l_max=2):
    x, y, z = (vectors / vectors.norm(dim=1, keepdim=True)).T
    a, b, c = (1 / (4 * np.pi)) ** 0.5, (3 / (4 * np.pi)) ** 0.5, (15 / (4 * np.pi)) ** 0.5
    return torch.stack([a + 0 * x, b * y, b * z, b * x], dim=1)
