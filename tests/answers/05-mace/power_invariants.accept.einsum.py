# einsum
def power_invariants(A):
    return torch.stack([torch.einsum('ncm,ncm->nc', p, p) for p in A.split([1, 3, 5], dim=2)], dim=2)
