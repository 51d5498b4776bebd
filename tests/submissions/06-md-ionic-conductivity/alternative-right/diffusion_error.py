from scipy.stats import sem

def diffusion_error(positions, times_fs, n_blocks):
    L = len(positions) // n_blocks
    blocks = np.asarray(positions)[: L * n_blocks].reshape(n_blocks, L, -1, 3)
    dt = times_fs[1] - times_fs[0]
    t = dt * np.arange(L)
    return sem([diffusion_coefficient(t, msd(b), (0.1 * L * dt, 0.5 * L * dt)) for b in blocks])
