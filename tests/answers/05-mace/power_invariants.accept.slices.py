# slices
def power_invariants(A):
    return torch.stack([(A[..., s] ** 2).sum(-1) for s in (slice(0, 1), slice(1, 4), slice(4, 9))], -1)
