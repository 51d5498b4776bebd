# written out without the library
def diagnose_repair(dump):
    r, cell = 10 * dump["positions"], 10 * dump["cell"]
    s = np.unwrap(r @ np.linalg.inv(cell), axis=0, period=1.0)
    r = s @ cell
    li = np.array([e == "Li" for e in dump["elements"]])
    r = r - r[:, ~li].mean(axis=1, keepdims=True)
    ps = dump["step"] * dump["timestep_ps"]
    r = r[ps > dump["settled_ps"] - 1e-6][:, li]
    dt = 1000 * (ps[1] - ps[0])
    lags = np.arange(int(1500 / dt), int(8000 / dt))
    m = [((r[k:] - r[:-k]) ** 2).sum(-1).mean() for k in lags]
    return np.polyfit(lags * dt, m, 1)[0] / 60
