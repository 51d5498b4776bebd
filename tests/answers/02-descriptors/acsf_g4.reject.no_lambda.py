# Lambda is not used.
# says: λ is missing
def acsf_g4(positions_of_neighbours, eta, zeta, lam, r_cut):
    v = np.array(positions_of_neighbours, float)
    fc = lambda r: 0.5 * (np.cos(np.pi * r / r_cut) + 1) if r < r_cut else 0.0
    total = 0.0
    for j in range(len(v)):
        for k in range(j):
            if True:
                a, b, c = np.linalg.norm(v[j]), np.linalg.norm(v[k]), np.linalg.norm(v[j] - v[k])
                total += (1 + 1.0 * v[j] @ v[k] / a / b) ** zeta * np.exp(-eta * (a * a + b * b + c * c)) * fc(a) * fc(b) * fc(c)
    return 2.0 ** (1 - zeta) * total
