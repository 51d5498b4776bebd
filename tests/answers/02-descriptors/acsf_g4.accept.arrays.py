# Matrices of all pairs, the upper triangle summed.
def acsf_g4(positions_of_neighbours, eta, zeta, lam, r_cut):
    v = np.array(positions_of_neighbours, float)
    d = np.linalg.norm(v, axis=1)
    c = np.linalg.norm(v[:, None] - v[None], axis=2)
    f = lambda r: np.where(r < r_cut, 0.5 * (np.cos(np.pi * r / r_cut) + 1), 0)
    term = (1 + lam * (v @ v.T) / np.outer(d, d)) ** zeta
    term = term * np.exp(-eta * (d[:, None] ** 2 + d**2 + c**2)) * np.outer(f(d), f(d)) * f(c)
    return 2 ** (1 - zeta) * np.triu(term, 1).sum()
