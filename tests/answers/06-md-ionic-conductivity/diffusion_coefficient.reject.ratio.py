# MSD over 6t
# says: constant included
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs), np.asarray(msd)
    use = (t >= window[0]) & (t <= window[1])
    return (m[use] / t[use]).mean() / 60
