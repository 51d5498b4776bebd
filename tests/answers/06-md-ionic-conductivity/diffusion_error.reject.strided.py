# every n-th frame instead of contiguous blocks
def diffusion_error(positions, times_fs, n_blocks):
    each = []
    for k in range(n_blocks):
        part, t = positions[k::n_blocks], np.asarray(times_fs)[k::n_blocks]
        t = t - t[0]
        each.append(diffusion_coefficient(t, msd(part), (0.1 * t[-1], 0.5 * t[-1])))
    return np.std(each, ddof=1) / np.sqrt(n_blocks)
