# forgets the second half of the kick
# says: second half of the kick is missing
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    v = velocities + 0.5 * dt * forces / masses[:, None]
    x = positions + dt * v
    return x, v, force_function(x)
