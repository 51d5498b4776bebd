# steps taken for femtoseconds
# says: Units
def diagnose_repair(dump):
    times = 1.0 * dump["step"]
    lithium = dump["elements"] == "Li"
    positions = unwrap(10 * dump["positions"], 10 * dump["cell"])
    positions = remove_drift(positions, np.flatnonzero(~lithium))
    settled = times >= 500 * dump["settled_ps"]
    lags = times[settled] - times[settled][0]
    return diffusion_coefficient(lags, msd(positions[settled][:, lithium]), (2000, 10000))
