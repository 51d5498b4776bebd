# turns about z only
# says: coordinate axis
def equivariance_error(layer, vectors, rng):
    a = rng.uniform(0.5, 3)
    R = torch.tensor([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]], dtype=torch.float64)
    f = layer(vectors)
    return ((layer(vectors @ R.T) - f @ R.T).norm() / f.norm()).item()
