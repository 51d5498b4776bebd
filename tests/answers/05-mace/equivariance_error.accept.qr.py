# a rotation from QR, columns as vectors
def equivariance_error(layer, vectors, rng):
    q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    Q = torch.from_numpy(q * np.linalg.det(q))
    before, after = layer(vectors).T, layer((Q @ vectors.T).T).T
    return ((after - Q @ before).norm() / before.norm()).item()
