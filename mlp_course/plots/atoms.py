"""Pictures of atoms, bonds and distances, and of verdicts on them."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from numpy.typing import ArrayLike

from mlp_course.plots.style import BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY

OXYGEN = 8
ROUNDING = 1e-9  # two values that differ by less are alike
FROM_ASIDE = np.array([[1.0, 0.0], [0.0, 1.0], [0.35, 0.22]])  # how z leans in a picture of x and y


def environment(
    vectors: ArrayLike,
    numbers: ArrayLike,
    *,
    cutoff: float,
    bond: float = 2.2,
    ax: Axes | None = None,
) -> Axes:
    """An atom at the origin and its neighbours, seen along z: far ones are pale.

    `vectors` (n, 3) in Å; `numbers` (n,) decide the colour (oxygen red, all others blue); what is
    nearer than `bond` (Å) is joined.
    """
    ax = ax or _square(3.6)
    vectors = np.asarray(vectors)
    numbers = np.asarray(numbers)

    # from the back to the front, so that near atoms hide far ones
    for k in np.argsort(vectors[:, 2]):
        x, y, z = vectors[k]
        nearness = (z + cutoff) / (2 * cutoff)  # 0 … 1
        depth = 0.3 + 0.7 * nearness
        color = RED if numbers[k] == OXYGEN else BLUE
        if np.linalg.norm(vectors[k]) < bond:
            ax.plot([0, x], [0, y], color=GREY, linewidth=2, zorder=1 + depth)
        ax.scatter(
            x,
            y,
            s=30 + 40 * depth,
            color=color,
            alpha=depth,
            edgecolors="white",
            zorder=1 + depth,
        )
    ax.scatter(0, 0, s=90, color="black", zorder=1.65)
    ax.add_patch(plt.Circle((0, 0), cutoff, fill=False, linestyle="--", color=GREY))
    _frame(ax, 1.1 * cutoff)
    return ax


def all_distances(points: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Points (N, 2) in Å and a line for every pair of them.

    Lines of one length have one colour and bear the length.
    """
    ax = ax or _square(3.6)
    points = np.asarray(points)
    pairs = [(a, b) for k, a in enumerate(points) for b in points[:k]]
    lengths = [round(float(np.linalg.norm(a - b)), 3) for a, b in pairs]
    palette = (BLUE, ORANGE, GREEN, PINK, SKY, RED)
    colors = dict(zip(sorted(set(lengths)), palette, strict=False))
    for (a, b), length in zip(pairs, lengths, strict=True):
        color = colors[length]
        ax.plot(*np.transpose([a, b]), color=color, linewidth=2)
        # not in the middle, where lines cross
        ax.annotate(
            f"{length:.2f}",
            0.72 * a + 0.28 * b,
            color=color,
            ha="center",
            bbox={"color": "white", "pad": 0.5},
        )
    x, y = points.T
    ax.scatter(x, y, s=80, color="black", zorder=3)
    _frame(ax, 1.25 * np.abs(points).max())
    return ax


def skeleton(
    positions: ArrayLike,
    *,
    bond: float,
    star: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Atoms at `positions` (N, 3) in Å, seen from above and a little aside.

    Those nearer than `bond` (Å) are joined; in a `star` they are joined with atom 0 only.
    """
    ax = ax or _square(2)
    r = np.asarray(positions)
    seen = r @ FROM_ASIDE  # (N, 2)
    for k in range(len(r)):
        others = range(min(k, 1)) if star else range(k)
        for other in others:
            if np.linalg.norm(r[k] - r[other]) < bond:
                ax.plot(*seen[[k, other]].T, color=GREY, linewidth=1.5, zorder=1)
    x, y = seen.T
    ax.scatter(x, y, s=40, color=BLUE, edgecolors="white", zorder=2)
    ax.set(aspect="equal", adjustable="datalim")
    ax.margins(0.2)
    ax.axis("off")
    return ax


def verdicts(
    values: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    unit: str,
    ax: Axes,
) -> Axes:
    """A table of differences `values` (rows, columns).

    Those above rounding are green, the others orange and called "alike".
    """
    values = np.asarray(values)
    differs = values > ROUNDING
    ax.imshow(differs, cmap=ListedColormap([ORANGE, GREEN]), vmin=0, vmax=1, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        text = f"{value:.0e} {unit}" if differs[row, column] else "alike"
        ax.text(column, row, text, ha="center", va="center", color="white", weight="bold")
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns)
    ax.grid(visible=False)
    return ax


def _square(size: float) -> Axes:
    """New axes, so many inches wide and high."""
    _, ax = plt.subplots(figsize=(size, size))
    return ax


def _frame(ax: Axes, reach: float) -> None:
    """Equal axes in Å, the origin in the middle."""
    ax.set(
        xlabel="x (Å)",
        ylabel="y (Å)",
        aspect="equal",
        xlim=(-reach, reach),
        ylim=(-reach, reach),
    )
