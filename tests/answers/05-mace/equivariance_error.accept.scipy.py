# SciPy's rotation
def equivariance_error(layer, vectors, rng):
    from scipy.spatial.transform import Rotation

    R = torch.from_numpy(Rotation.random(random_state=rng).as_matrix())
    f = layer(vectors)
    return float(torch.linalg.norm(layer(vectors @ R.T) - f @ R.T) / torch.linalg.norm(f))
