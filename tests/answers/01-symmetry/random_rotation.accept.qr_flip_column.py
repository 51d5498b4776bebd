# QR with the signs of R's diagonal, a column flipped if it is a mirror
def random_rotation(rng):
    q, r = np.linalg.qr(rng.standard_normal((3, 3)))
    q = q @ np.diag(np.sign(np.diagonal(r)))
    if np.linalg.det(q) < 0:
        q[:, 2] *= -1
    return q
