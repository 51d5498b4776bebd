"""Mean square displacement over all time origins.

Ours, the direct sum, MDAnalysis windowed and by FFT (tidynamics).

python benchmarks/msd.py    one table: seconds (best of three) and the largest difference from ours
Packages that are not installed are left out, sums over all pairs of frames where they would take
minutes. One thread.
"""

import os
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

from mlp_course.transport import JumpModel, jump_diffusion, msd  # noqa: E402

SIZES = (500, 32), (2000, 64), (10000, 64), (10000, 256)  # frames, ions
MOST_TERMS = 5e8  # of a sum over pairs of frames


def direct(positions):
    """The definition, one lag after another."""
    return np.array(
        [
            ((positions[m:] - positions[: len(positions) - m]) ** 2).sum(-1).mean()
            for m in range(len(positions))
        ]
    )


def mdanalysis(fft):
    """EinsteinMSD on the same positions, reading included; it keeps them in single precision."""
    import MDAnalysis
    from MDAnalysis.analysis.msd import EinsteinMSD

    if fft:
        import tidynamics  # noqa: F401

    def measure(positions):
        universe = MDAnalysis.Universe.empty(positions.shape[1], trajectory=True)
        universe.load_new(positions.astype(np.float32), order="fac", dt=0.05)
        return EinsteinMSD(universe, fft=fft, verbose=False).run().results.timeseries

    return measure


def methods():
    """Name -> function, of what is installed."""
    found = {"mlp_course": msd, "direct sum": direct}
    for label, fft in (("MDAnalysis, windowed", False), ("MDAnalysis, FFT", True)):
        try:
            found[label] = mdanalysis(fft)
        except ImportError as error:
            print(f"left out: {label} ({error.name} is not installed)")
    return found


def best_time(function, positions, repeats=3):
    """Seconds of the fastest run, and what it returned."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function(positions)
        seconds.append(time.perf_counter() - start)
        if seconds[0] > 10:
            break
    return min(seconds), result


def main():
    warnings.simplefilter("ignore")  # of the peers
    print(
        f"{'frames':>7} {'ions':>5}  {'method':22} {'seconds':>9} {'times ours':>10} "
        f"{'largest difference (Å²)':>24}"
    )
    for frames, ions in SIZES:
        positions = jump_diffusion(
            JumpModel(rattle=0.2), ions, frames, 20.0, rng=np.random.default_rng(0)
        ).positions
        for name, function in methods().items():
            if "FFT" not in name and function is not msd and frames**2 * ions > MOST_TERMS:
                continue
            seconds, values = best_time(function, positions)
            if function is msd:
                ours, own = values, seconds
            apart = np.abs(values - ours).max()
            print(
                f"{frames:7d} {ions:5d}  {name:22} {seconds:9.4f} {seconds / own:10.1f} "
                f"{apart:24.1e}"
            )


if __name__ == "__main__":
    main()
