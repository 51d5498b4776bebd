# torch's normalize
def gap_energy(features, sparse_features, weights, zeta):
    q, s, w = (torch.as_tensor(np.array(a, dtype=float)) for a in (features, sparse_features, weights))
    q, s = (torch.nn.functional.normalize(a, dim=1) for a in (q, s))
    return ((q @ s.T).pow(zeta) * w).sum().item()
