# a generator of its own
# says: One seed
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(np.random.default_rng()))
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f @ R.T).norm() / f.norm()).item()
