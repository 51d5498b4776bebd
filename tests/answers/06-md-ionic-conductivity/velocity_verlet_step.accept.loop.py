# one atom after the other
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    x, v = np.array(positions, dtype=float), np.array(velocities, dtype=float)
    for i in range(len(masses)):
        v[i] += 0.5 * dt * forces[i] / masses[i]
        x[i] += dt * v[i]
    f = np.array(force_function(x.copy()))
    for i in range(len(masses)):
        v[i] += 0.5 * dt * f[i] / masses[i]
    return [x, v, f]
