# turns the output back
# says: wrong way
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(rng))
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f @ R).norm() / f.norm()).item()
