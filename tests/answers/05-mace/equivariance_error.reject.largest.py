# the largest entry
# says: largest entry
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(rng))
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f @ R.T).abs().max() / f.norm()).item()
