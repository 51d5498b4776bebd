# three loops' worth of loops
def numerical_forces(energy, positions, step):
    forces = np.zeros((len(positions), 3))
    for i in range(len(positions)):
        for a in range(3):
            up, down = np.array(positions, dtype=float), np.array(positions, dtype=float)
            up[i, a] += step
            down[i, a] -= step
            forces[i, a] = (energy(down) - energy(up)) / (2 * step)
    return forces
