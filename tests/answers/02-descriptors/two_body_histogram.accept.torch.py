# Torch, with broadcasting over bins.
def two_body_histogram(positions, numbers, elements, bin_edges):
    r, z = torch.as_tensor(np.array(positions)).double(), torch.as_tensor(np.array(numbers))
    d = torch.cdist(r, r, compute_mode="donot_use_mm_for_euclid_dist").fill_diagonal_(-1.0)
    edges = torch.as_tensor(np.array(bin_edges)).double()
    inside = (d[:, :, None] >= edges[:-1]) & (d[:, :, None] < edges[1:])
    kind = z[:, None] == torch.tensor(list(elements))[None]
    return torch.einsum("ijb,js->isb", inside.double(), kind.double())
