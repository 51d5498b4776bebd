# leaves the caller's positions moved
# says: in place
def numerical_forces(energy, positions, step):
    forces = np.zeros((len(positions), 3))
    for i in range(len(positions)):
        for a in range(3):
            positions[i][a] += step
            up = energy(positions)
            positions[i][a] -= 2 * step
            forces[i, a] = -(up - energy(positions)) / (2 * step)
    return forces
