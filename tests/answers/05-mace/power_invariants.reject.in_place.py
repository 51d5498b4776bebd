# squares in place
# says: in place
def power_invariants(A):
    A.pow_(2)
    return torch.stack([p.sum(-1) for p in A.split([1, 3, 5], -1)], -1)
