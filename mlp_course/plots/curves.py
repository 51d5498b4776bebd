"""Figures of the course: arrays in, axes out. One quiet, colour-blind-safe style, units on every axis.

Colours: M. Okabe and K. Ito, Color Universal Design (2008).
"""

from collections.abc import Mapping, Sequence
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter
from numpy.typing import ArrayLike

BLUE, ORANGE, GREEN, PINK, SKY, RED, GREY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#666666",
)
STYLE = {
    "axes.grid": True,
    "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY, RED]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": True,
    "figure.dpi": 110,
    "figure.figsize": (5.6, 3.5),
    "font.size": 10,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.markersize": 4,
}


def use_style() -> None:
    """Draw everything from here on in the course's style."""
    plt.rcParams.update(STYLE)


def parity(
    true: ArrayLike, predicted: ArrayLike, *, quantity: str, unit: str, ax: Axes | None = None
) -> Axes:
    """Predicted against true values, any shape, flattened; on the diagonal all would be right."""
    ax = ax or plt.subplots(figsize=(3.8, 3.6))[1]
    x, y = np.ravel(true), np.ravel(predicted)
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    ax.plot([low, high], [low, high], color=GREY, linewidth=1)
    ax.scatter(x, y, s=6, alpha=0.4, linewidths=0)
    ax.set(xlabel=f"{quantity}, DFT ({unit})", ylabel=f"{quantity}, model ({unit})", aspect="equal")
    return ax


def training_curves(
    curves: Mapping[str, Sequence[float]], *, ylabel: str, ax: Axes | None = None
) -> Axes:
    """One line for each named sequence of values (epochs,), on a logarithmic axis."""
    ax = ax or plt.subplots()[1]
    for label, values in curves.items():
        ax.plot(values, label=label)
    ax.set(xlabel="epoch", ylabel=ylabel, yscale="log")
    ax.legend()
    return ax


def learning_curve(
    sizes: ArrayLike, errors: Mapping[str, Sequence[float]], *, ylabel: str, ax: Axes | None = None
) -> Axes:
    """Errors against training-set `sizes` (n,), both logarithmic: a power law is a straight line."""
    ax = ax or plt.subplots()[1]
    for label, values in errors.items():
        ax.plot(sizes, values, "o-", label=label)
    ax.set(xlabel="training structures", ylabel=ylabel, xscale="log", yscale="log")
    plain_log_ticks(ax)
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.legend()
    return ax


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


def similarity_matrix(
    matrix: ArrayLike, groups: Sequence[str], *, title: str, ax: Axes | None = None
) -> Axes:
    """A symmetric matrix (S, S) as colours, on a scale of its own; lines part the `groups` (S,) of consecutive rows."""
    ax, names = ax or plt.subplots(figsize=(3.6, 3.6))[1], list(dict.fromkeys(groups))
    ends = np.cumsum([sum(g == name for g in groups) for name in names])
    image = ax.imshow(matrix)
    for end in ends[:-1] - 0.5:
        ax.axhline(end, color="white", linewidth=1)
        ax.axvline(end, color="white", linewidth=1)
    middle = ends - 0.5 - np.diff([0, *ends]) / 2
    ax.set_yticks(middle, names)
    ax.set_xticks(middle, [name[0] for name in names])
    ax.set_title(title, fontsize=9)
    ax.grid(visible=False)
    plt.colorbar(image, ax=ax, shrink=0.8)
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


def message_round(*, ax: Axes | None = None) -> Axes:
    """One round of message passing as a drawing: neighbours, NN1, a sum, NN2, new features. No data, no units."""
    ax, style = (
        ax or plt.subplots(figsize=(6.4, 2.8))[1],
        {"arrowstyle": "->", "color": GREY, "linewidth": 1.5},
    )
    boxes = {
        "NN1": (1.9, "message $m_{ij}$", ORANGE),
        "Σ": (3.5, "sum over $j$", GREY),
        "NN2": (5.1, "update", GREEN),
    }
    for k, height in enumerate((2.1, 1.2, 0.3), start=1):
        ax.text(
            0,
            height,
            f"$h_{k},\\; r_{{i{k}}}$",
            ha="center",
            va="center",
            bbox={"fc": SKY, "boxstyle": "circle"},
        )
        ax.annotate("", (1.55, 1.2 + 0.25 * (height - 1.2)), (0.45, height), arrowprops=style)
    for name, (x, below, color) in boxes.items():
        ax.text(
            x,
            1.2,
            name,
            ha="center",
            va="center",
            color="white",
            weight="bold",
            bbox={"fc": color, "pad": 9},
        )
        ax.text(x, 0.55, below, ha="center", va="center")
        ax.annotate("", (x + 1.2, 1.2), (x + 0.4, 1.2), arrowprops=style)
    ax.text(
        6.75, 1.2, "new $h_i$", ha="center", va="center", bbox={"fc": SKY, "boxstyle": "circle"}
    )
    ax.text(
        4.3, 2.35, "own $h_i$", ha="center", va="center", bbox={"fc": SKY, "boxstyle": "circle"}
    )
    ax.annotate("", (4.95, 1.6), (4.6, 2.05), arrowprops=style)
    ax.set(xlim=(-0.6, 7.4), ylim=(-0.1, 2.9))
    ax.axis("off")
    return ax


def atomic_networks(atoms: Sequence[str] = ("O", "H", "H"), *, ax: Axes | None = None) -> Axes:
    """The energy as a sum over `atoms`, as a drawing: each has a descriptor, the network of its element, an energy."""
    ax, top = ax or plt.subplots(figsize=(6.4, 2.4))[1], len(atoms) - 1
    colors = dict(
        zip(
            dict.fromkeys(atoms),
            cycle(("mistyrose", "aliceblue", "honeydew", "lavender")),
            strict=False,
        )
    )
    boxes = [(4.4, top / 2, "sum = E", "whitesmoke")]
    for y, atom in zip(range(top, -1, -1), atoms, strict=True):
        texts = {0: atom, 1: "descriptor G", 2.2: f"network of {atom}", 3.2: "$E_i$"}
        boxes += [(x, y, text, colors[atom]) for x, text in texts.items()]
        ax.plot([0, 3.2], [y, y], color=GREY, linewidth=0.8, zorder=0)
        ax.annotate("", (4.05, top / 2), (3.4, y), arrowprops={"arrowstyle": "->"})
    for x, y, text, color in boxes:
        ax.text(
            x,
            y,
            text,
            ha="center",
            va="center",
            bbox={"boxstyle": "round,pad=0.4", "facecolor": color},
        )
    ax.set(xlim=(-0.4, 4.9), ylim=(-0.5, top + 0.5))
    ax.axis("off")
    return ax


def plain_log_ticks(ax: Axes) -> None:
    """Label the logarithmic axes of `ax` with plain numbers at 1, 2 and 5 of every decade."""
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_scale() == "log":
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_major_formatter(StrMethodFormatter("{x:g}"))
            axis.set_minor_formatter(NullFormatter())
