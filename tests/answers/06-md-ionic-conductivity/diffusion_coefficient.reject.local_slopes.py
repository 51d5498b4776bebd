# mean of local derivatives
# says: local slopes|First and last
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs, float), np.asarray(msd, float)
    inside = (t >= window[0]) & (t <= window[1])
    return np.gradient(m[inside], t[inside]).mean() / 60
