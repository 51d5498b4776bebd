# does not divide
# says: relative
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(rng))
    return (layer(vectors @ R.T) - layer(vectors) @ R.T).norm().item()
