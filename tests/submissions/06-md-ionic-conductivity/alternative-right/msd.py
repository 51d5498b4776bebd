def msd(positions, lags=None):
    r = np.array(positions, dtype=float)
    T, N, _ = r.shape
    lags = np.arange(T) if lags is None else np.asarray(lags)
    out = np.empty(len(lags))
    for k, m in enumerate(lags):
        d = r[m:] - r[: T - m]
        out[k] = np.einsum("tnx,tnx->", d, d) / (N * (T - m))
    return out
