# ignores rng, draws from NumPy's global state
# says: rng
def random_rotation(rng):
    q, r = np.linalg.qr(np.random.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return q * np.linalg.det(q)
