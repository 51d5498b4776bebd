# norms
# says: root
def power_invariants(A):
    return torch.stack([p.norm(dim=-1) for p in A.split([1, 3, 5], -1)], -1)
