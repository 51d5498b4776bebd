# multiplies dt by units.fs once more
# says: units.fs
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    dt = dt * units.fs
    v = velocities + 0.5 * dt * forces / masses[:, None]
    x = positions + dt * v
    f = force_function(x)
    return x, v + 0.5 * dt * f / masses[:, None], f
