# with decimal factors
def spherical_harmonics(vectors, l_max=2):
    x, y, z = (vectors / vectors.norm(dim=1, keepdim=True)).T
    one = torch.ones_like(x)
    return torch.stack([0.28209479177387814 * one, 0.4886025119029199 * y, 0.4886025119029199 * z,
        0.4886025119029199 * x, 1.0925484305920792 * x * y, 1.0925484305920792 * y * z,
        0.31539156525252005 * (3 * z * z - 1), 1.0925484305920792 * x * z, 0.5462742152960396 * (x * x - y * y)], 1)
