# (3, N, C)
# says: shape
def power_invariants(A):
    return torch.stack([(p**2).sum(-1) for p in A.split([1, 3, 5], -1)])
