# numpy.add.reduceat
def power_invariants(A):
    return torch.from_numpy(np.add.reduceat(A.numpy() ** 2, [0, 1, 4], axis=-1))
