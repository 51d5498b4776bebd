# divides by n in the standard deviation
def diffusion_error(positions, times_fs, n_blocks):
    L = len(positions) // n_blocks
    t = np.asarray(times_fs[:L], float) - times_fs[0]
    window = (0.1 * t[-1], 0.5 * t[-1])
    each = [diffusion_coefficient(t, msd(positions[k * L : (k + 1) * L]), window) for k in range(n_blocks)]
    return np.std(each) / np.sqrt(n_blocks)
