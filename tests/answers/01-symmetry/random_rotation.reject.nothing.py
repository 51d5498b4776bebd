# forgets to return
# says: return
def random_rotation(rng):
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
