# a copy of integers is an array of integers
# says: integers
def numerical_forces(energy, positions, step):
    r = np.array(positions)
    forces = np.zeros(r.shape)
    for i in np.ndindex(*r.shape):
        up, down = r.copy(), r.copy()
        up[i] = r[i] + step
        down[i] = r[i] - step
        forces[i] = -(energy(up) - energy(down)) / (2 * step)
    return forces
