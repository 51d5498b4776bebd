"""Descriptors: ours beside DScribe's, the same numbers, microseconds for each atom.

    .venv/bin/python benchmarks/descriptors.py

One thread, best of several, neighbour search included. Ethanol is one molecule and a batch of 64,
silica a cell of 72 atoms. DScribe goes through the structures of a batch one by one, as its
`create` does for one process.
"""

import time

import numpy as np
import torch
from dscribe.descriptors import ACSF as TheirACSF
from dscribe.descriptors import SOAP as TheirSOAP

from mlp_course.data import load
from mlp_course.descriptors import ACSF, SOAP
from mlp_course.descriptors.acsf import ANGULAR, RADIAL
from mlp_course.graph import build_graph
from mlp_course.structures import from_ase, to_ase

CUTOFF = 5.0  # Å


def systems() -> dict[str, tuple[list, list[int], bool]]:
    """Name -> ase.Atoms, elements, whether they repeat."""
    ethanol = [to_ase(frame.structure) for frame in load("ethanol", group="md")[:64]]
    quartz = to_ase(load("silica", group="quartz")[0].structure).repeat(2)
    return {
        "ethanol, 1": (ethanol[:1], [1, 6, 8], False),
        "ethanol, 64": (ethanol, [1, 6, 8], False),
        "silica, 72 atoms": ([quartz], [8, 14], True),
    }


def couples(elements: list[int], periodic: bool) -> dict[str, tuple]:
    """Name -> our descriptor and theirs, with the same parameters."""
    common = {"species": elements, "r_cut": CUTOFF, "periodic": periodic}
    fade = {"function": "poly", "r0": CUTOFF, "c": 1, "m": 1}
    acsf = ACSF(elements, CUTOFF), TheirACSF(**common, g2_params=RADIAL, g4_params=ANGULAR)
    soap = SOAP(elements, CUTOFF), TheirSOAP(**common, n_max=8, l_max=6, sigma=1.0, weighting=fade)
    return {"ACSF": acsf, "SOAP n 8, l 6": soap}


def best(function, budget: float = 2.0) -> tuple[float, np.ndarray]:
    """Seconds of the fastest call within about `budget` seconds, and what it returned."""
    result, seconds, end = function(), [], time.perf_counter() + budget
    while len(seconds) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    return min(seconds), np.asarray(result)


def row(structures: list, ours: torch.nn.Module, theirs) -> str:
    """Microseconds an atom of both, their ratio, and how far apart the numbers are."""
    n_atoms = sum(map(len, structures))
    own, a = best(
        lambda: ours(build_graph([from_ase(atoms) for atoms in structures], CUTOFF)).numpy()
    )
    peer, b = best(lambda: np.concatenate([theirs.create(atoms) for atoms in structures]))
    times = f"{own / n_atoms * 1e6:8.1f} {peer / n_atoms * 1e6:8.1f} {peer / own:6.1f}"
    return f"{times}  {np.abs(a - b).max():.0e} of {np.abs(b).max():.0e}"


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print(
        f"{'structures':18} {'descriptor':14} {'ours':>8} {'DScribe':>8} {'ratio':>6}"
        "  largest difference"
    )
    for name, (structures, elements, periodic) in systems().items():
        for label, (ours, theirs) in couples(elements, periodic).items():
            print(f"{name:18} {label:14} {row(structures, ours, theirs)}")


if __name__ == "__main__":
    main()
