"""3-D views of atoms: one canvas, drawn by the script beside this file."""

import html
import math
from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

import ase
import numpy as np
from ase.data import covalent_radii
from ase.data.colors import jmol_colors
from ase.geometry import wrap_positions
from ase.neighborlist import natural_cutoffs, neighbor_list
from matplotlib import colormaps
from matplotlib.colors import to_hex
from numpy.typing import ArrayLike

from mlp_course.structures import Structure, repeating, to_ase
from mlp_course.viewer.frame import Framed, as_script, filled

MOST_FRAMES = 100  # of a trajectory; a longer one is thinned out
WIDTH = 420  # px

# A cell's eight corners, in units of its vectors, so numbered in binary; an edge joins two that
# differ in one bit.
CORNERS = list(np.ndindex(2, 2, 2))
EDGES = [(a, b) for a, b in combinations(range(8), 2) if (a ^ b).bit_count() == 1]

# Blue to yellow: for all eyes
_PLACES = np.linspace(0.2, 1, 33)
_SCALE = colormaps["viridis"](_PLACES)
SHADES = [to_hex(color) for color in _SCALE]

Shown: TypeAlias = ase.Atoms | Structure  # what a frame may be given as


def view(
    atoms: Shown | Sequence[Shown],
    *,
    bonds: float = 1.15,
    labels: Sequence[str] = (),
    captions: Sequence[str] = (),
    values: ArrayLike | None = None,
    legend: str = "",
    height: int = 320,
) -> Framed:
    """A view that turns: drag or arrow keys; + and - zoom; several frames get a slider.

    The frames are of the same atoms. Atoms nearer than `bonds` times the sum of their covalent
    radii are joined (0: none). `labels` (N) are written on the atoms, `captions` (T) beside the
    slider. `values` (N,) or (T, N) colour the atoms, and `legend` says with unit what they are; an
    atom without a value (nan) keeps the colour of its element. `height` is in pixels. Raises
    ValueError for no frame or no atom, for frames that do not hold the same elements in the same
    order, and for values, labels or captions that do not fit them.

    >>> from ase.build import molecule
    >>> view(molecule("H2O"))._repr_mimebundle_()["text/plain"]
    '<3-D view of H2O, 3 atoms>'
    """
    frames = _frames(atoms)
    n_frames = len(frames)
    n_atoms = len(frames[0])
    _check_lengths(labels, captions, n_atoms, n_frames)

    # 1. what the script draws, thinned out
    every = math.ceil(n_frames / MOST_FRAMES)
    kept = slice(0, n_frames, every)
    shown = frames[kept]
    drawn = _drawing(shown, bonds)
    drawn["labels"] = list(labels)
    beside = captions if len(captions) else range(n_frames)
    written = beside[kept]
    drawn["captions"] = [str(caption) for caption in written]
    if values is not None:
        numbers = np.asarray(values, dtype=float)
        shading = _shading(numbers, n_frames, n_atoms, kept)
        drawn["shade"] = {**shading, "of": legend}

    # 2. what is told instead to those who do not see it
    told = _told(shown, legend)

    # 3. the page
    data = f"const D={as_script(drawn)};"
    program = filled("atoms.js")
    page = filled(
        "atoms.html",
        TOLD=html.escape(told),
        SCRIPT=f"{data}\n{program}",
    )
    return Framed(page, told, (WIDTH, height))


def _told(shown: list[ase.Atoms], legend: str) -> str:
    """What there is to see, in words."""
    first = shown[0]
    told = f"3-D view of {first.get_chemical_formula()}, {len(first)} atoms"
    if len(shown) > 1:
        told += f", {len(shown)} frames"
    if legend:
        told += f", coloured by {legend}"
    return told


def _frames(atoms: Shown | Sequence[Shown]) -> list[ase.Atoms]:
    """All frames, also if there is but one; ValueError if they cannot be shown in one view."""
    given = [atoms] if isinstance(atoms, Shown) else atoms
    frames = []
    for frame in given:
        if not isinstance(frame, ase.Atoms):
            frame = to_ase(frame)
        frames.append(frame)
    if not frames or not len(frames[0]):
        raise ValueError("there is no structure to show.")
    numbers = frames[0].numbers
    for frame in frames:
        if not np.array_equal(frame.numbers, numbers):
            raise ValueError(
                "the frames of one view must hold the same elements in the same order."
            )
    return frames


def _check_lengths(
    labels: Sequence[str],
    captions: Sequence[str],
    n_atoms: int,
    n_frames: int,
) -> None:
    """Raises ValueError where labels or captions are too few or too many.

    There may be none; else there is one label for each atom, and one caption for each frame.
    """
    if len(labels) not in (0, n_atoms):
        raise ValueError(
            f"{len(labels)} labels do not fit {n_atoms} atoms: "
            "one for each, empty where none is due."
        )
    if len(captions) not in (0, n_frames):
        raise ValueError(
            f"{len(captions)} captions do not fit {n_frames} frames: give one for each."
        )


def _shading(
    values: np.ndarray,  # (N,) or (T, N)
    n_frames: int,
    n_atoms: int,
    kept: slice,
) -> dict:
    """Which of SHADES every atom has in every frame that is kept, (T, N), -1 for none.

    The dictionary also says what the ends of the scale stand for.
    """
    one_for_all = (n_atoms,)
    one_for_each = (n_frames, n_atoms)
    if values.shape not in (one_for_all, one_for_each):
        raise ValueError(
            f"values of shape {values.shape} do not fit {n_frames} frames of {n_atoms} atoms."
        )
    known = np.isfinite(values)
    if not known.any():
        raise ValueError("no atom has a finite value to be coloured by.")
    low = values[known].min()
    high = values[known].max()

    # From 0 for the lowest value; if all are the same, they have the lowest shade.
    span = high - low or 1.0
    filled_up = np.where(known, values, low)
    fraction = (filled_up - low) / span
    last = len(SHADES) - 1
    place = (fraction * last).round()
    index = np.where(known, place, -1).astype(int)

    # Values (N,) hold in all frames.
    rows = index[None] if index.ndim == 1 else index[kept]
    return {
        "index": rows.tolist(),
        "map": SHADES,
        "low": f"{low:.3g}",
        "high": f"{high:.3g}",
    }


def _drawing(frames: list[ase.Atoms], bonds: float) -> dict:
    """Numbers for the script, with positions in Å about the middle of what is drawn.

    They include bonds of every frame, radii, colours, cell edges, and how far all this reaches.
    """
    first = frames[0]
    repeats = first.cell.rank == 3
    cell = first.cell.array  # (3, 3) Å
    corners = np.array(CORNERS) @ cell  # (8, 3) Å
    outline = corners if repeats else first.positions
    middle = outline.mean(axis=0)

    # Every atom begins inside the cell, and walks out of it if it does.
    inside = wrap_positions(first.positions, first.cell, pbc=repeating(first))
    start = inside - first.positions  # (N, 3)
    around = []
    for frame in frames:
        around.append(frame.positions + start - middle)  # (N, 3)
    reach = [_farthest(points) for points in around]

    box = []
    if repeats:
        about = corners - middle
        edges = about[EDGES].round(2)  # (12, 2, 3)
        box = edges.tolist()
        reach.append(_farthest(edges))

    numbers = first.numbers.tolist()
    kinds = sorted(set(numbers))
    radii = 0.5 * covalent_radii[kinds]
    far = round(max(reach) + 0.8, 2)  # Å, with room for the outermost spheres
    return {
        "frames": [points.round(2).tolist() for points in around],
        "bonds": [_bonds(first.numbers, points, bonds) for points in around],
        "kind": [kinds.index(number) for number in numbers],
        "names": [ase.data.chemical_symbols[number] for number in kinds],
        "radius": [round(radius, 2) for radius in radii.tolist()],
        "color": [to_hex(jmol_colors[number]) for number in kinds],
        "box": box,
        "far": far,
    }


def _farthest(points: np.ndarray) -> float:
    """How far from the middle they reach, (..., 3) Å."""
    distances = np.linalg.norm(points, axis=-1)
    return float(distances.max())


def _bonds(numbers: np.ndarray, positions: np.ndarray, factor: float) -> list[list[int]]:
    """Couples of atoms that are close where they are drawn, not across the cell's boundary."""
    if not factor:
        return []
    free = ase.Atoms(numbers, positions)
    radii = natural_cutoffs(free, mult=factor)
    i, j = neighbor_list("ij", free, radii)  # (M,) each, every couple in both orders
    once = i < j
    couples = np.stack([i, j], axis=1)
    return couples[once].tolist()
