# Torch, with the factor inside the power.
def acsf_g4(positions_of_neighbours, eta, zeta, lam, r_cut):
    v = torch.tensor(np.array(positions_of_neighbours, dtype=float))
    p, q = torch.triu_indices(len(v), len(v), 1)
    sides = torch.stack([v[p].norm(dim=1), v[q].norm(dim=1), (v[p] - v[q]).norm(dim=1)])
    f = torch.where(sides < r_cut, 0.5 * (torch.cos(torch.pi * sides / r_cut) + 1), 0.0).prod(0)
    cosine = (v[p] * v[q]).sum(1) / sides[0] / sides[1]
    return (2 * ((1 + lam * cosine) / 2) ** zeta * torch.exp(-eta * sides.square().sum(0)) * f).sum()
