# array_split: a block may have a frame more
def diffusion_error(positions, times_fs, n_blocks):
    each = []
    for part in np.array_split(np.arange(len(positions)), n_blocks):
        t = np.asarray(times_fs)[part] - np.asarray(times_fs)[part[0]]
        each.append(diffusion_coefficient(t, msd(np.asarray(positions)[part]), (t[-1] / 10, t[-1] / 2)))
    return np.std(each, ddof=1) / len(each) ** 0.5
