# covariance over variance, a loop selects
def diffusion_coefficient(times_fs, msd, window):
    pairs = [(t, m) for t, m in zip(times_fs, msd) if window[0] <= t <= window[1]]
    t, m = np.array(pairs).T
    return 0.1 / 6 * ((t - t.mean()) * (m - m.mean())).sum() / ((t - t.mean()) ** 2).sum()
