# ions as if independent
# says: blocks of time
def diffusion_error(positions, times_fs, n_blocks):
    t = np.asarray(times_fs, float) - times_fs[0]
    last = t[len(t) // n_blocks - 1]
    each = [diffusion_coefficient(t, msd(positions[:, [i]]), (0.1 * last, 0.5 * last)) for i in range(positions.shape[1])]
    return np.std(each, ddof=1) / np.sqrt(len(each))
