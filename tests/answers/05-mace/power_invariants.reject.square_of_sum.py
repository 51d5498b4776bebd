# square of the sum
# says: squared the sum
def power_invariants(A):
    return torch.stack([p.sum(-1) ** 2 for p in A.split([1, 3, 5], -1)], -1)
