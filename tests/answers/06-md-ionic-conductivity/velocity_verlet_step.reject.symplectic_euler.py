# the new velocities move the atoms
# says: symplectic Euler
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    v = velocities + dt * forces / masses[:, None]
    x = positions + dt * v
    return x, v, force_function(x)
