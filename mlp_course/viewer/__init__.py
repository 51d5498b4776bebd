"""3-D views of atoms that need no network: one canvas in a sandboxed frame, drawn by the script beside this file.

The same output turns in JupyterLab, in exported HTML and on the course's pages.
"""

import html
import json
from collections.abc import Sequence
from importlib import resources

import ase
import numpy as np
from ase.data import covalent_radii
from ase.data.colors import jmol_colors
from ase.neighborlist import natural_cutoffs, neighbor_list

from mlp_course.structures import Structure, to_ase

MOST_FRAMES = 100  # of a trajectory; a longer one is thinned out
EDGES = [(a, b) for a in range(8) for b in range(a + 1, 8) if (a ^ b).bit_count() == 1]  # of a cell's eight corners


class View:
    """What a notebook shows of one structure, or of the frames of a trajectory."""

    def __init__(self, page: str, told: str, width: int, height: int):
        self.page, self.told, self.width, self.height = page, told, width, height

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        frame = f'<iframe title="{html.escape(self.told)}" width="{self.width}" height="{self.height}" loading="lazy"'
        style = 'style="border:0;max-width:100%" sandbox="allow-scripts"'
        return {
            "text/html": f'{frame} {style} srcdoc="{html.escape(self.page)}"></iframe>',
            "text/plain": f"<{self.told}>",
        }


def view(
    atoms: ase.Atoms | Structure | Sequence[ase.Atoms | Structure], *,
    bonds: float = 1.15, width: int = 420, height: int = 320,
) -> View:  # fmt: skip
    """A view that turns: drag or arrow keys; + and - zoom; several frames of the same atoms get a slider.

    Atoms nearer than `bonds` times the sum of their covalent radii are joined (0: none); `width` and `height` in
    pixels. Raises ValueError for no frame, or for frames that do not hold the same elements in the same order.

    >>> from ase.build import molecule
    >>> view(molecule("H2O"))._repr_mimebundle_()["text/plain"]
    '<3-D view of H2O, 3 atoms>'
    """
    one = isinstance(atoms, ase.Atoms | Structure)
    frames = [a if isinstance(a, ase.Atoms) else to_ase(a) for a in ([atoms] if one else atoms)]
    if not frames:
        raise ValueError("there is no structure to show.")
    if any(not np.array_equal(frame.numbers, frames[0].numbers) for frame in frames):
        raise ValueError("the frames of one view must hold the same elements in the same order.")
    frames = frames[:: -(-len(frames) // MOST_FRAMES)]
    drawn = json.dumps(_drawing(frames, bonds), separators=(",", ":"))
    here = resources.files(__name__)
    page = here.joinpath("view.html").read_text(encoding="utf-8")
    script = here.joinpath("view.js").read_text(encoding="utf-8")
    more = f", {len(frames)} frames" if len(frames) > 1 else ""
    told = f"3-D view of {frames[0].get_chemical_formula()}, {len(frames[0])} atoms{more}"
    page = page.replace("TOLD", html.escape(told)).replace("SCRIPT", f"const D={drawn};\n{script}")
    return View(page, told, width, height)


def _drawing(frames: list[ase.Atoms], bonds: float) -> dict:
    """Numbers for the script: positions in Å about the middle, bonds of every frame, radii, colours, cell edges."""
    first = frames[0]
    corners = np.array(list(np.ndindex(2, 2, 2))) @ first.cell.array  # (8, 3)
    middle = corners.mean(axis=0) if first.cell.rank == 3 else first.positions.mean(axis=0)
    start = first.get_positions(wrap=True) - first.positions  # (N, 3) every atom begins inside the cell
    around = [frame.positions + start - middle for frame in frames]  # (N, 3) each
    box = (corners - middle)[EDGES].round(2).tolist() if first.cell.rank == 3 else []
    far = max(np.linalg.norm(points, axis=1).max() for points in [*around, *np.reshape(box, (-1, 3))[:, None]])
    kinds = sorted(set(first.numbers.tolist()))
    return {
        "frames": [points.round(2).tolist() for points in around],
        "bonds": [_bonds(first.numbers, points, bonds) for points in around],
        "kind": [kinds.index(number) for number in first.numbers],
        "names": [ase.data.chemical_symbols[number] for number in kinds],
        "radius": [round(0.5 * float(covalent_radii[number]), 2) for number in kinds],
        "color": ["#" + "".join(f"{int(255 * part):02x}" for part in jmol_colors[number]) for number in kinds],
        "box": box,
        "far": round(float(far) + 0.8, 2),
    }


def _bonds(numbers: np.ndarray, positions: np.ndarray, factor: float) -> list[list[int]]:
    """Couples of atoms that are close where they are drawn, not across the boundary of the cell."""
    if not factor:
        return []
    free = ase.Atoms(numbers, positions)
    i, j = neighbor_list("ij", free, natural_cutoffs(free, mult=factor))
    return [[int(a), int(b)] for a, b in zip(i, j, strict=True) if a < b]
