# Å²/fs
# says: 0.1 cm²/s
def diagnose_repair(dump):
    times = 1000 * dump["timestep_ps"] * dump["step"]
    lithium = dump["elements"] == "Li"
    positions = unwrap(10 * dump["positions"], 10 * dump["cell"])
    positions = remove_drift(positions, np.flatnonzero(~lithium))
    settled = times >= 1000 * dump["settled_ps"]
    lags = times[settled] - times[settled][0]
    return 10 * diffusion_coefficient(lags, msd(positions[settled][:, lithium]), (2000, 10000))
