def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    a = forces / np.reshape(masses, (-1, 1))
    x = positions + velocities * dt + 0.5 * a * dt**2
    f = force_function(x)
    return x, velocities + 0.5 * (a + f / np.reshape(masses, (-1, 1))) * dt, f
