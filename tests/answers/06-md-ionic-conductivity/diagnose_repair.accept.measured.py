# the library measures with its own window
from mlp_course.transport import measure_diffusion

def diagnose_repair(dump):
    fs, li = 1000 * dump["step"] * dump["timestep_ps"], dump["elements"] == "Li"
    r = remove_drift(unwrap(10 * dump["positions"], 10 * dump["cell"]), ~li)
    use = fs >= 1000 * dump["settled_ps"]
    return measure_diffusion(r[use][:, li], fs[use], n_blocks=5).value
