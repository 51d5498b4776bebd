"""How far the labels of a periodic data set are converged.

A few shipped frames at tighter settings.

    .venv/bin/python benchmarks/reference_convergence.py agi --frames 3

Prints, for every tightened setting, the rms change of forces and of energy differences between
frames, and its cost.
"""

import argparse
import resource
import time
from dataclasses import replace
from itertools import product

import numpy as np

from mlp_course.data import FOLDER, load, to_atoms
from mlp_course.reference.labelling import Espresso, Gpaw, label
from mlp_course.reference.plan import read_plan

QUARTER = tuple(
    (0.25 * a, 0.25 * b, 0.25) for a, b in product((1, -1), repeat=2)
)  # 2x2x2, halved by time reversal


def tightened(engine) -> dict:
    """Named variants of the shipped settings, the shipped ones first."""
    if isinstance(engine, Gpaw):
        return {
            "as shipped": engine,
            "cutoff 400 eV": replace(engine, cutoff=400.0),
            "2x2x2 k-points": replace(engine, kpoint=QUARTER),
            "tight self-consistency": replace(
                engine, density_tolerance=1e-6, eigenstate_tolerance=1e-9
            ),
        }
    if isinstance(engine, Espresso):
        return {
            "as shipped": engine,
            "cutoff 45/360 Ry": replace(engine, cutoff=45.0, density_cutoff=360.0),
            "k-points 0.45/Å": replace(engine, kpoint_spacing=0.45),
            "tight self-consistency": replace(engine, scf_tolerance=1e-10),
        }
    raise SystemExit("there is nothing to tighten for this engine.")


def seconds() -> float:
    """CPU time of this process and of what it has started."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--frames", type=int, default=3)
    arguments = parser.parse_args()
    frames = load(arguments.name)
    chosen = np.random.default_rng(0).choice(len(frames), arguments.frames, replace=False)
    known = {}
    for name, engine in tightened(
        read_plan(FOLDER / arguments.name / "settings.toml").labelling
    ).items():
        begin, wall = seconds(), time.perf_counter()
        answers = [label(to_atoms(frames[k]), engine) for k in chosen]
        cost = (seconds() - begin) / len(chosen)
        shipped = known.setdefault("shipped", answers)
        pairs = list(zip(answers, shipped, strict=True))
        forces = 1000 * np.concatenate([a.get_forces() - b.get_forces() for a, b in pairs])
        energy = [
            1000 * (a.get_potential_energy() - b.get_potential_energy()) / len(a) for a, b in pairs
        ]
        print(
            f"{name:24s} {cost:7.1f} CPU-s a frame, "
            f"changes forces by {np.sqrt((forces**2).mean()):6.2f} meV/Å rms, "
            f"energy differences by {np.std(energy):6.3f} meV/atom "
            f"({time.perf_counter() - wall:.0f} s)",
            flush=True,
        )


if __name__ == "__main__":
    main()
