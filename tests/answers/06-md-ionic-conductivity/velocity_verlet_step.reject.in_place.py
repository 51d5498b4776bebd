# moves the atoms it was given
# says: in place
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    velocities += 0.5 * dt * forces / masses[:, None]
    positions += dt * velocities
    f = force_function(positions)
    velocities += 0.5 * dt * f / masses[:, None]
    return positions, velocities, f
