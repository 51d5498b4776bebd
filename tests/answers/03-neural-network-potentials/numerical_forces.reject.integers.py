# integer positions cut the step off
def numerical_forces(energy, positions, step):
    r = np.array(positions)
    forces = np.zeros(r.shape)
    for i in np.ndindex(*r.shape):
        up, down = r.copy(), r.copy()
        up[i] += np.asarray(step).astype(r.dtype)
        down[i] -= np.asarray(step).astype(r.dtype)
        forces[i] = -(energy(up) - energy(down)) / (2 * step)
    return forces
