# leaves Å²/fs
# says: 0.1 for cm²/s
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs), np.asarray(msd)
    use = (t >= window[0]) & (t <= window[1])
    return np.polyfit(t[use], m[use], 1)[0] / 6
