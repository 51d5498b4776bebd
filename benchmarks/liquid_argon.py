"""Liquid argon as A. Rahman ran it in 1964: does our dynamics diffuse as his did?

864 atoms at 94.4 K and 1.374 g/cm³, Lennard-Jones with ε/k = 120 K and σ = 3.4 Å cut at 2.25 σ,
steps of 10 fs, gave D = 2.43e-5 cm²/s (Phys. Rev. 136, A405, doi:10.1103/PhysRev.136.A405). A
smaller box slows diffusion down by 2.837 k T/(6 π η L) (I.-C. Yeh, G. Hummer, J. Phys. Chem. B 108,
15873 (2004), doi:10.1021/jp0477147), which is why sizes are extrapolated; η is the measured
viscosity, 0.28 mPa s.
Run it:  python benchmarks/liquid_argon.py [picoseconds] [edge in unit cells ...]
"""

import sys
import time

import numpy as np
from ase.build import bulk
from ase.units import kB

from mlp_course.classical import PairCalculator, lennard_jones
from mlp_course.dynamics import nve, record, stability, thermalize
from mlp_course.transport import diffusion_coefficient, diffusion_error, msd

TEMPERATURE, MASS_DENSITY, VISCOSITY = 94.4, 1.374, 0.28e-3  # K, g/cm³, Pa s
GRAMS_PER_CM3, JOULE_PER_K, LARGE = 0.6022140763, 1.380649e-23, 864  # u/Å³ in g/cm³
WINDOW = (1000.0, 5000.0)  # fs


def liquid(edge: int, rng: np.random.Generator):
    """A crystal at the liquid's density, so hot that it melts, then brought to TEMPERATURE."""
    lattice_constant = (4 * 39.948 / (GRAMS_PER_CM3 * MASS_DENSITY)) ** (1 / 3)
    atoms = bulk("Ar", "fcc", a=lattice_constant, cubic=True).repeat(edge)
    atoms.calc = PairCalculator(lambda r: lennard_jones(r, 120 * kB, 3.4), 2.25 * 3.4)
    for start, rounds in ((4 * TEMPERATURE, 1), (TEMPERATURE, 8)):
        for _ in range(rounds):  # new velocities now and then take the heat of melting out
            thermalize(atoms, start, rng)
            nve(atoms, 10.0).run(200)
    return atoms


def main(picoseconds: float, edges: list[int]) -> None:
    """One line for every size."""
    rng = np.random.default_rng(1964)
    for edge in edges:
        atoms, start = liquid(edge, rng), time.perf_counter()
        trajectory = record(nve(atoms, 10.0), duration_fs=1000 * picoseconds, every_fs=50.0)
        seconds, kelvin, length = (
            time.perf_counter() - start,
            trajectory.temperature.mean(),
            atoms.cell[0, 0],
        )
        times = trajectory.times_fs
        D = diffusion_coefficient(times, msd(trajectory.positions), WINDOW)
        error = diffusion_error(trajectory.positions, times, 5)
        rahman = length * (LARGE / len(atoms)) ** (1 / 3)  # Å, his box
        shift = (
            2.837
            * JOULE_PER_K
            * kelvin
            / (6 * np.pi * VISCOSITY)
            * (1e10 / length - 1e10 / rahman)
            * 1e4
        )
        print(
            f"{len(atoms)} atoms, {kelvin:.1f} K: D = {D:.2e} ± {error:.0e} cm²/s, "
            f"as for 864 atoms {D + shift:.2e} (Rahman 2.43e-05); "
            f"{stability(trajectory)}; {100 * picoseconds / seconds:.0f} steps/s",
            flush=True,
        )


if __name__ == "__main__":
    main(
        float(sys.argv[1]) if sys.argv[1:] else 100.0,
        [int(edge) for edge in sys.argv[2:]] or [3, 4],
    )
