# divides by the step, not by two of them
# says: 2·step
def numerical_forces(energy, positions, step):
    r = np.array(positions, dtype=float)
    pairs = [(r + d.reshape(r.shape), r - d.reshape(r.shape)) for d in step * np.eye(r.size)]
    return np.reshape([-(energy(up) - energy(down)) / step for up, down in pairs], r.shape)
