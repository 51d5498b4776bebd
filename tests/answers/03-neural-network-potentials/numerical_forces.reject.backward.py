# backward difference
# says: backward
def numerical_forces(energy, positions, step):
    r = np.array(positions, dtype=float)
    return np.reshape([-(energy(r) - energy(r - d.reshape(r.shape))) / step for d in step * np.eye(r.size)], r.shape)
