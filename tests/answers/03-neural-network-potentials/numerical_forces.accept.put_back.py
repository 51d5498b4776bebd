# moves a copy forth and back
def numerical_forces(energy, positions, step):
    r = np.array(positions, dtype=float)
    forces = np.empty_like(r)
    for k in range(r.size):
        here = r.flat[k]
        r.flat[k] = here + step
        up = energy(r)
        r.flat[k] = here - step
        forces.flat[k] = -(up - energy(r)) / (2 * step)
        r.flat[k] = here
    return forces
