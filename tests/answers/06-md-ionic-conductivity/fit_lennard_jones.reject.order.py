# sigma first
# says: order
def fit_lennard_jones(r, energy):
    x = (np.min(r) / r) ** 6
    a, b = np.linalg.lstsq(np.stack([x**2, -x], 1), energy, rcond=None)[0]
    return np.min(r) * (a / b) ** (1 / 6), b**2 / (4 * a)
