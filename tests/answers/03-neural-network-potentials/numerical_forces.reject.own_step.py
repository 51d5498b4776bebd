# a step of its own
# says: ignored
def numerical_forces(energy, positions, step):
    r, step = np.array(positions, dtype=float), 1e-5
    pairs = [(r + d.reshape(r.shape), r - d.reshape(r.shape)) for d in step * np.eye(r.size)]
    return np.reshape([-(energy(up) - energy(down)) / (2 * step) for up, down in pairs], r.shape)
