# compares f(Rx) with f(x)
# says: tests invariance
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(rng))
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f).norm() / f.norm()).item()
