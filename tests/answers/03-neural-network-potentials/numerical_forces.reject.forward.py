# forward difference
# says: forward
def numerical_forces(energy, positions, step):
    r = np.array(positions, dtype=float)
    return np.reshape([-(energy(r + d.reshape(r.shape)) - energy(r)) / step for d in step * np.eye(r.size)], r.shape)
