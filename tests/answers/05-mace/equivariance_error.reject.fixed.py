# always the same rotation
# says: Two seeds
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(np.random.default_rng(0)))
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f @ R.T).norm() / f.norm()).item()
