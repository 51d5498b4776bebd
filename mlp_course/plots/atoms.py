"""Pictures of atoms, bonds and distances, and of verdicts on them."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from numpy.typing import ArrayLike

from mlp_course.plots.style import BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY


def environment(
    vectors: ArrayLike,
    numbers: ArrayLike,
    *,
    cutoff: float,
    bond: float = 2.2,
    ax: Axes | None = None,
) -> Axes:
    """An atom at the origin and its neighbours at `vectors` (n, 3) in Å, seen along z: far ones are pale.

    `numbers` (n,) decide the colour (oxygen red, all others blue); what is nearer than `bond` (Å) is joined.
    """
    ax, vectors = ax or plt.subplots(figsize=(3.6, 3.6))[1], np.asarray(vectors)
    for k in np.argsort(vectors[:, 2]):
        x, y, z = vectors[k]
        depth, color = 0.3 + 0.7 * (z + cutoff) / (2 * cutoff), RED if numbers[k] == 8 else BLUE
        if np.linalg.norm(vectors[k]) < bond:
            ax.plot([0, x], [0, y], color=GREY, linewidth=2, zorder=1 + depth)
        ax.scatter(
            x, y, s=30 + 40 * depth, color=color, alpha=depth, edgecolors="white", zorder=1 + depth
        )
    ax.scatter(0, 0, s=90, color="black", zorder=1.65)
    ax.add_patch(plt.Circle((0, 0), cutoff, fill=False, linestyle="--", color=GREY))
    ax.set(xlabel="x (Å)", ylabel="y (Å)", aspect="equal", xlim=(-1.1 * cutoff, 1.1 * cutoff))
    ax.set_ylim(-1.1 * cutoff, 1.1 * cutoff)
    return ax


def all_distances(points: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Points (N, 2) in Å and a line for every pair of them; lines of one length have one colour and bear the length."""
    ax, points = ax or plt.subplots(figsize=(3.6, 3.6))[1], np.asarray(points)
    pairs = [(a, b) for k, a in enumerate(points) for b in points[:k]]
    length = [round(float(np.linalg.norm(a - b)), 3) for a, b in pairs]
    colors = dict(zip(sorted(set(length)), (BLUE, ORANGE, GREEN, PINK, SKY, RED), strict=False))
    for (a, b), r in zip(pairs, length, strict=True):
        ax.plot(*np.transpose([a, b]), color=colors[r], linewidth=2)
        ax.annotate(
            f"{r:.2f}",
            0.72 * a + 0.28 * b,
            color=colors[r],
            ha="center",
            bbox={"color": "white", "pad": 0.5},
        )
    ax.scatter(*points.T, s=80, color="black", zorder=3)
    reach = 1.25 * np.abs(points).max()
    ax.set(
        xlabel="x (Å)", ylabel="y (Å)", aspect="equal", xlim=(-reach, reach), ylim=(-reach, reach)
    )
    return ax


def skeleton(
    positions: ArrayLike, *, bond: float, star: bool = False, ax: Axes | None = None
) -> Axes:
    """Atoms at `positions` (N, 3) in Å, seen from above and a little aside; those nearer than `bond` (Å) are joined.

    In a `star` they are joined with atom 0 only.
    """
    ax, r = ax or plt.subplots(figsize=(2, 2))[1], np.asarray(positions)
    seen = r @ np.array([[1.0, 0.0], [0.0, 1.0], [0.35, 0.22]])  # (N, 2)
    for k in range(len(r)):
        for other in range(min(k, 1) if star else k):
            if np.linalg.norm(r[k] - r[other]) < bond:
                ax.plot(*seen[[k, other]].T, color=GREY, linewidth=1.5, zorder=1)
    ax.scatter(*seen.T, s=40, color=BLUE, edgecolors="white", zorder=2)
    ax.set(aspect="equal", adjustable="datalim")
    ax.margins(0.2)
    ax.axis("off")
    return ax


def verdicts(
    values: ArrayLike, rows: Sequence[str], columns: Sequence[str], *, unit: str, ax: Axes
) -> Axes:
    """A table of differences `values` (rows, columns), those above rounding green, and orange, "alike", the others."""
    values = np.asarray(values)
    seen = values > 1e-9
    ax.imshow(seen, cmap=ListedColormap([ORANGE, GREEN]), vmin=0, vmax=1, aspect="auto")
    for place, value in np.ndenumerate(values):
        text = f"{value:.0e} {unit}" if seen[place] else "alike"
        ax.text(*place[::-1], text, ha="center", va="center", color="white", weight="bold")
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns)
    ax.grid(visible=False)
    return ax
