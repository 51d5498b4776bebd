# columns shifted by one
# says: columns 1 to 3
def power_invariants(A):
    return torch.stack([(p**2).sum(-1) for p in (A[..., 0:1], A[..., 1:3], A[..., 3:9])], -1)
