# a matrix that collects
def power_invariants(A):
    collect = torch.zeros(9, 3, dtype=A.dtype)
    collect[0, 0] = collect[1:4, 1] = collect[4:, 2] = 1
    return A**2 @ collect
