# first and last point of the window
# says: noise
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs), np.asarray(msd)
    t, m = t[(t >= window[0]) & (t <= window[1])], m[(t >= window[0]) & (t <= window[1])]
    return (m[-1] - m[0]) / (t[-1] - t[0]) / 60
