# only the lags that are fitted; no use of the helpers
def diffusion_error(positions, times_fs, n_blocks):
    r, t = np.asarray(positions, float), np.asarray(times_fs, float)
    L, values = len(r) // n_blocks, []
    lags = np.arange(int(0.1 * L), int(0.5 * L) + 1)
    for k in range(n_blocks):
        b = r[k * L : (k + 1) * L]
        m = [((b[lag:] - b[: L - lag]) ** 2).sum(-1).mean() for lag in lags]
        values.append(np.polyfit(lags * (t[1] - t[0]), m, 1)[0] / 60)
    mean = sum(values) / n_blocks
    return (sum((v - mean) ** 2 for v in values) / (n_blocks - 1) / n_blocks) ** 0.5
