"""Molecular dynamics through ASE.

Steps per second of our potentials and of ASE's own Lennard-Jones.

    .venv/bin/python benchmarks/md_speed.py

One thread. Cells of α-AgI with 64 and 216 atoms; the networks are untrained, which costs the same.
"""

import time

import numpy as np
import torch
from ase.calculators.lj import LennardJones

from mlp_course.calculator import Calculator
from mlp_course.classical.rigid_ion import silver_iodide
from mlp_course.descriptors import ACSF
from mlp_course.dynamics import nve, thermalize
from mlp_course.potentials import BehlerParrinello, MomentPotential
from mlp_course.reference.crystals import alpha_silver_iodide

CALCULATORS = {
    "ASE's Lennard-Jones (two elements as one)": lambda: LennardJones(
        sigma=2.6, epsilon=0.05, rc=6.0, smooth=True
    ),
    "classical AgI (rigid ions, Ewald sum)": silver_iodide,
    "MomentPotential, 6 Å": lambda: Calculator(MomentPotential([47, 53], 6.0)),
    "Behler-Parrinello, 6 Å, 46 functions": lambda: Calculator(
        BehlerParrinello(ACSF([47, 53], 6.0))
    ),
}
SHAPES = {64: (2, (2, 1, 1)), 216: (3, (2, 1, 1))}


def steps_per_second(calculator, atoms, budget: float = 4.0) -> float:
    """How many velocity-Verlet steps of 1 fs fit in a second, measured over `budget` seconds."""
    atoms.calc = calculator
    thermalize(atoms, 300, np.random.default_rng(0))
    dynamics = nve(atoms, 1.0)
    dynamics.run(3)
    done, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < budget:
        dynamics.run(5)
        done += 5
    return done / (time.perf_counter() - begin)


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print(f"{'steps per second':45s}" + "".join(f"{n:5d} atoms" for n in SHAPES))
    for name, make in CALCULATORS.items():
        speeds = []
        for size, repeats in SHAPES.values():
            atoms = alpha_silver_iodide(5.07, size, np.random.default_rng(0)).repeat(repeats)
            atoms.rattle(0.05, seed=0)
            speeds.append(steps_per_second(make(), atoms))
        print(f"{name:45s}" + "".join(f"{speed:11.1f}" for speed in speeds), flush=True)


if __name__ == "__main__":
    main()
