# fits the noise at the end
def diagnose_repair(dump):
    times = 1000 * dump["timestep_ps"] * dump["step"]
    lithium = dump["elements"] == "Li"
    positions = unwrap(10 * dump["positions"], 10 * dump["cell"])
    positions = remove_drift(positions, np.flatnonzero(~lithium))
    settled = times >= 1000 * dump["settled_ps"]
    lags = times[settled] - times[settled][0]
    return diffusion_coefficient(lags, msd(positions[settled][:, lithium]), (55000, 60000))
