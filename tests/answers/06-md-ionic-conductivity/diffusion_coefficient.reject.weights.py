# early lags count more
# says: weights
def diffusion_coefficient(times_fs, msd, window):
    t, m = np.asarray(times_fs, float), np.asarray(msd, float)
    inside = (t >= window[0]) & (t <= window[1])
    return np.polyfit(t[inside], m[inside], 1, w=1 / np.sqrt(t[inside]))[0] / 60
