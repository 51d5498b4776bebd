# squares
# says: square
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(rng))
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f @ R.T).norm() / f.norm()).item() ** 2
