# forgets the mass
# says: not divided by the mass
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    v = velocities + 0.5 * dt * forces
    x = positions + dt * v
    f = force_function(x)
    return x, v + 0.5 * dt * f, f
