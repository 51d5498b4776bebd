# sums over channels
# says: channels apart
def power_invariants(A):
    P = torch.stack([(p**2).sum(-1) for p in A.split([1, 3, 5], -1)], -1)
    return P.sum(1, keepdim=True).expand_as(P)
