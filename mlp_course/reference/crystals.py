"""Starting structures of the periodic sets: α-AgI, and silica in several polymorphs."""

import ase
import numpy as np
from ase.spacegroup import crystal

BODY_CENTRED = np.array([(0.0, 0.0, 0.0), (0.5, 0.5, 0.5)])

# Of a bcc cell: two of twelve, the others are turned
TETRAHEDRAL = np.array([(0.5, 0.25, 0.0), (0.5, 0.75, 0.0)])
TRIES = 10_000  # ways to spread silver before it is given up
POLYMORPHS = ("quartz", "cristobalite", "tridymite", "stishovite")
SETTINGS: dict[str, dict] = {
    "quartz": {
        "symbols": ["Si", "O"],
        "basis": [
            (0.4697, 0, 2 / 3),
            (0.4135, 0.2669, 0.7858),
        ],
        "spacegroup": 154,
        "cellpar": [4.916, 4.916, 5.4054, 90, 90, 120],
    },
    "cristobalite": {
        "symbols": ["Si", "O"],
        "basis": [
            (0.3003, 0.3003, 0),
            (0.2392, 0.1044, 0.1787),
        ],
        "spacegroup": 92,
        "cellpar": [4.978, 4.978, 6.948, 90, 90, 90],
    },
    "tridymite": {
        "symbols": ["Si", "O", "O"],
        "basis": [
            (1 / 3, 2 / 3, 0.062),
            (1 / 3, 2 / 3, 0.25),
            (0.5, 0, 0),
        ],
        "spacegroup": 194,
        "cellpar": [5.05, 5.05, 8.27, 90, 90, 120],
    },
    "stishovite": {
        "symbols": ["Si", "O"],
        "basis": [
            (0, 0, 0),
            (0.3062, 0.3062, 0),
        ],
        "spacegroup": 136,
        "cellpar": [4.1801, 4.1801, 2.6678, 90, 90, 90],
    },
}


def alpha_silver_iodide(
    lattice_constant: float, repeat: int, rng: np.random.Generator, *, closest: float = 2.4
) -> ase.Atoms:
    """Iodine on a bcc lattice (Å), silver on random tetrahedral sites: 4 `repeat`³ atoms.

    Silver is at least `closest` (Å) apart. L. W. Strock, Z. Phys. Chem. B 25, 441 (1934): silver is
    spread over more sites than there are ions.
    """
    # Everything is in units of the lattice constant; the corners of all cells first
    corners = np.array(list(np.ndindex(repeat, repeat, repeat)))
    shifts: np.ndarray = corners[:, None]  # (repeat³, 1, 3)
    iodine = shifts + BODY_CENTRED
    iodine = iodine.reshape(-1, 3)  # (2 repeat³, 3)

    # Two of the twelve sites of a cell, turned about its diagonal, and all six mirrored
    six = np.concatenate([np.roll(TETRAHEDRAL, turn, axis=1) for turn in range(3)])
    mirrored = six[:, ::-1]
    in_cell = np.concatenate([six, mirrored])
    sites = shifts + in_cell
    sites = sites.reshape(-1, 3)  # (12 repeat³, 3)
    silver = _spread(sites, len(iodine), repeat, closest / lattice_constant, rng)

    symbols = ["Ag"] * len(silver) + ["I"] * len(iodine)
    positions = np.concatenate([silver, iodine])
    cell = [repeat * lattice_constant] * 3
    return ase.Atoms(symbols, scaled_positions=positions / repeat, cell=cell, pbc=True)


def _spread(
    sites: np.ndarray, count: int, period: float, closest: float, rng: np.random.Generator
) -> np.ndarray:
    """`count` of `sites` (S, 3), no two nearer than `closest` in a box that repeats by `period`."""
    for _ in range(TRIES):
        chosen = np.empty((0, 3))
        for site in rng.permutation(sites):
            apart = site - chosen
            apart -= period * np.round(apart / period)
            distances = np.linalg.norm(apart, axis=1)
            if (distances > closest).all():
                chosen = np.vstack([chosen, site])
            if len(chosen) == count:
                return chosen
    raise ValueError(
        f"{count} ions at least {closest:.3g} lattice constants apart do not fit on "
        f"{len(sites)} sites."
    )


def silica_polymorph(name: str) -> ase.Atoms:
    """SiO₂ as `name` of POLYMORPHS, at the experimental cell.

    α-quartz: Levien, Prewitt, Weidner, Am. Mineral. 65, 920 (1980). α-cristobalite: Dollase,
    Z. Kristallogr. 121, 369 (1965). β-tridymite: the ideal structure of R. E. Gibbs, Proc. R. Soc.
    A 113, 351 (1927), widened to reasonable bonds. Stishovite: Ross, Shu, Hazen, Gasparik, Am.
    Mineral. 75, 739 (1990).
    """
    if name not in SETTINGS:
        raise ValueError(f"there is no polymorph {name!r}; there are {', '.join(POLYMORPHS)}.")
    return crystal(**SETTINGS[name])
