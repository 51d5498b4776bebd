# stays in nm and ps: 1 nm²/ps is 0.01 cm²/s
def diagnose_repair(dump):
    ps, li = dump["step"] * dump["timestep_ps"], dump["elements"] == "Li"
    r = remove_drift(unwrap(dump["positions"], dump["cell"]), np.where(~li)[0])
    use = ps >= dump["settled_ps"]
    values = msd(r[use][:, li])
    t = ps[use] - ps[use][0]
    inside = (t >= 1) & (t <= 6)
    return np.polyfit(t[inside], values[inside], 1)[0] / 6 * 0.01
