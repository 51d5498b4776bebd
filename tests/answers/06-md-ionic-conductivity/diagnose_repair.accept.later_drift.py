# cuts first, then unwraps and removes the drift; a longer window
def diagnose_repair(dump):
    times = dump["step"] * dump["timestep_ps"]
    start = np.searchsorted(times, dump["settled_ps"])
    positions = unwrap(dump["positions"][start:], dump["cell"]) * 10
    sulphur = dump["elements"] == "S"
    positions = remove_drift(positions, sulphur)[:, ~sulphur]
    lags = 1000 * (times[start:] - times[start])
    return diffusion_coefficient(lags, msd(positions), (3000, 20000))
