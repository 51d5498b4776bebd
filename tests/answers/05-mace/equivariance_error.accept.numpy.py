# in NumPy
def equivariance_error(layer, vectors, rng):
    R = random_rotation(rng)
    f = layer(vectors).numpy()
    g = layer(torch.from_numpy(vectors.numpy() @ R.T)).numpy()
    return np.sqrt(((g - f @ R.T) ** 2).sum() / (f**2).sum())
