# Torch.
def coulomb_eigenvalues(positions, numbers):
    z, r = torch.tensor(np.array(numbers, float)), torch.tensor(np.array(positions, float)) / 0.529177211
    d = (r[:, None] - r[None]).norm(dim=2) + torch.eye(len(z)).double()
    m = torch.outer(z, z) / d
    m = m - torch.diag(torch.diag(m)) + torch.diag(0.5 * z**2.4)
    e = torch.linalg.eigvalsh(m)
    return e[e.abs().argsort(descending=True)]
