# compares lengths only
# says: directions|lengths
def equivariance_error(layer, vectors, rng):
    R = torch.from_numpy(random_rotation(rng))
    before, after = layer(vectors), layer(vectors @ R.T)
    return ((after.norm(dim=1) - before.norm(dim=1)).norm() / before.norm()).item()
