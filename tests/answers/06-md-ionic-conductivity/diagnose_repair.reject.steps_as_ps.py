# steps taken for picoseconds
# says: timestep_ps
def diagnose_repair(dump):
    times = 1000 * dump["step"]
    lithium = dump["elements"] == "Li"
    positions = unwrap(10 * dump["positions"], 10 * dump["cell"])
    positions = remove_drift(positions, np.flatnonzero(~lithium))
    settled = times >= 0
    lags = times[settled] - times[settled][0]
    return diffusion_coefficient(lags, msd(positions[settled][:, lithium]), (2000 * 500, 10000 * 500))
