# Torch, with triples from torch.combinations.
def three_body_histogram(positions, r_cut, bin_edges):
    r = torch.tensor(np.array(positions, dtype=float))
    out = torch.zeros(len(r), len(bin_edges) - 1)
    for i in range(len(r)):
        u = (r - r[i])[torch.arange(len(r)) != i]
        u = u[u.norm(dim=1) < r_cut]
        p, q = torch.triu_indices(len(u), len(u), 1)
        angle = torch.atan2(torch.linalg.cross(u[p], u[q]).norm(dim=1), (u[p] * u[q]).sum(1))
        out[i] = torch.tensor(np.histogram(angle.numpy(), bin_edges)[0])
    return out
