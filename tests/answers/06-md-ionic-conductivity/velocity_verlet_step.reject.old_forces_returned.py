# returns the forces it was given
# says: old forces
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    v = velocities + 0.5 * dt * forces / masses[:, None]
    x = positions + dt * v
    return x, v + 0.5 * dt * force_function(x) / masses[:, None], forces
