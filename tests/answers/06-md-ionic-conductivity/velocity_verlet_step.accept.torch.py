# with torch inside
def velocity_verlet_step(positions, velocities, forces, masses, dt, force_function):
    import torch

    x, v, f, m = (torch.tensor(np.asarray(part, dtype=float)) for part in (positions, velocities, forces, masses))
    v = v + dt / 2 * torch.einsum("nx,n->nx", f, 1 / m)
    x = x + dt * v
    f = torch.tensor(np.asarray(force_function(x.numpy())))
    return x, v + dt / 2 * f / m[:, None], f
