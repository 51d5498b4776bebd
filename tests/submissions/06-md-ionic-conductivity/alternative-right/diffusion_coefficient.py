def diffusion_coefficient(times_fs, msd, window):
    seconds, cm2 = np.array(times_fs) * 1e-15, np.array(msd) * 1e-16
    use = np.logical_and(seconds >= window[0] * 1e-15, seconds <= window[1] * 1e-15)
    design = np.stack([seconds[use] * 1e12, np.ones(use.sum())], axis=1)
    return np.linalg.lstsq(design, cm2[use] * 1e16, rcond=None)[0][0] * 1e-16 * 1e12 / 6
