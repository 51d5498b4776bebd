"""Starting structures of the periodic sets: α-AgI, and silica in several polymorphs."""

import ase
import numpy as np
from ase.spacegroup import crystal

TETRAHEDRAL = np.array(
    [(0.5, 0.25, 0.0), (0.5, 0.75, 0.0)]
)  # of a bcc cell: two of twelve, the others are turned
TRIES = 10_000  # ways to spread silver before it is given up
POLYMORPHS = ("quartz", "cristobalite", "tridymite", "stishovite")


def alpha_silver_iodide(
    lattice_constant: float, repeat: int, rng: np.random.Generator, *, closest: float = 2.4
) -> ase.Atoms:
    """Iodine on a bcc lattice (Å), silver on random tetrahedral sites at least `closest` (Å) apart: 4 `repeat`³ atoms.

    L. W. Strock, Z. Phys. Chem. B 25, 441 (1934): silver is spread over more sites than there are ions.
    """
    shifts = np.stack(np.meshgrid(*[np.arange(repeat)] * 3, indexing="ij"), axis=-1).reshape(
        -1, 1, 3
    )
    iodine = (shifts + np.array([(0, 0, 0), (0.5, 0.5, 0.5)])).reshape(-1, 3)
    in_cell = np.concatenate([np.roll(TETRAHEDRAL, turn, axis=1) for turn in range(3)])
    in_cell = np.concatenate([in_cell, in_cell[:, ::-1]])  # the other six
    sites = (shifts + in_cell).reshape(-1, 3)
    silver = _spread(sites, len(iodine), repeat, closest / lattice_constant, rng)
    symbols = ["Ag"] * len(silver) + ["I"] * len(iodine)
    scaled = np.concatenate([silver, iodine]) / repeat
    return ase.Atoms(
        symbols, scaled_positions=scaled, cell=[repeat * lattice_constant] * 3, pbc=True
    )


def _spread(
    sites: np.ndarray, count: int, period: float, closest: float, rng: np.random.Generator
) -> np.ndarray:
    """`count` of `sites` (S, 3), no two nearer than `closest` in a box that repeats with `period`."""
    for _ in range(TRIES):
        chosen = np.empty((0, 3))
        for site in rng.permutation(sites):
            apart = site - chosen
            apart -= period * np.round(apart / period)
            if (np.linalg.norm(apart, axis=1) > closest).all():
                chosen = np.vstack([chosen, site])
            if len(chosen) == count:
                return chosen
    raise ValueError(
        f"{count} ions at least {closest:.3g} lattice constants apart do not fit on {len(sites)} sites."
    )


def silica_polymorph(name: str) -> ase.Atoms:
    """SiO₂ as `name` of POLYMORPHS, at the experimental cell.

    α-quartz: Levien, Prewitt, Weidner, Am. Mineral. 65, 920 (1980). α-cristobalite: Dollase, Z. Kristallogr. 121,
    369 (1965). β-tridymite: the ideal structure of R. E. Gibbs, Proc. R. Soc. A 113, 351 (1927), widened to
    reasonable bonds. Stishovite: Ross, Shu, Hazen, Gasparik, Am. Mineral. 75, 739 (1990).
    """
    if name == "quartz":
        basis, group, cell = (
            [(0.4697, 0, 2 / 3), (0.4135, 0.2669, 0.7858)],
            154,
            [4.916, 4.916, 5.4054, 90, 90, 120],
        )
    elif name == "cristobalite":
        basis, group, cell = (
            [(0.3003, 0.3003, 0), (0.2392, 0.1044, 0.1787)],
            92,
            [4.978, 4.978, 6.948, 90, 90, 90],
        )
    elif name == "tridymite":
        basis = [(1 / 3, 2 / 3, 0.062), (1 / 3, 2 / 3, 0.25), (0.5, 0, 0)]
        return crystal(
            ["Si", "O", "O"], basis, spacegroup=194, cellpar=[5.05, 5.05, 8.27, 90, 90, 120]
        )
    elif name == "stishovite":
        basis, group, cell = (
            [(0, 0, 0), (0.3062, 0.3062, 0)],
            136,
            [4.1801, 4.1801, 2.6678, 90, 90, 90],
        )
    else:
        raise ValueError(f"there is no polymorph {name!r}; there are {', '.join(POLYMORPHS)}.")
    return crystal(["Si", "O"], basis, spacegroup=group, cellpar=cell)
