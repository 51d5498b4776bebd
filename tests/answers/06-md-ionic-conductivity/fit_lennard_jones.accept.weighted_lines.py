# linear in A and B, relative weights: E r^12 = A - B r^6
def fit_lennard_jones(r, energy):
    r, energy = np.asarray(r), np.asarray(energy)
    weight = 1 / (np.abs(energy) + np.abs(energy).max() * 0.02)
    columns = np.column_stack([r**-12.0, -(r**-6.0)]) * weight[:, None]
    a, b = np.linalg.lstsq(columns / columns.max(axis=0), energy * weight, rcond=None)[0] / columns.max(axis=0)
    return b * b / a / 4, (a / b) ** (1 / 6)
