"""Got and expected as a picture, where people would rather look than read.

A picture is made of plain values, so that it can be sent and drawn elsewhere: a `kind`, its labels,
and the numbers. It is drawn as SVG in the colour of the text around it, so that it suits light and
dark pages.
"""

import io
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

MOST_DRAWN = 400  # numbers of a picture
LONGEST_LABEL = 100  # characters
GOT = "#d55e00"
EXPECTED = "#3a8fd1"
TEXT = "#010203"  # stands for the colour of the text around it


def curve(x: Any, xlabel: str, ylabel: str) -> dict[str, Any]:
    """Both as functions of `x` (n,); an answer (n, k) is drawn as k curves."""
    return {"kind": "curve", "x": np.asarray(x).tolist(), "xlabel": xlabel, "ylabel": ylabel}


def histogram(edges: Any, xlabel: str, ylabel: str = "count") -> dict[str, Any]:
    """Both as steps between the `edges` (B + 1,); of an array (..., B) the first that differs."""
    return {
        "kind": "histogram",
        "x": np.asarray(edges).tolist(),
        "xlabel": xlabel,
        "ylabel": ylabel,
    }


def parity(label: str) -> dict[str, Any]:
    """Got against expected, which is the diagonal."""
    return {"kind": "parity", "xlabel": f"expected {label}", "ylabel": f"got {label}"}


def arrows(positions: Any, numbers: Any, label: str = "") -> dict[str, Any]:
    """Vectors (N, 3) on atoms at `positions` (N, 3) in Å, seen along z."""
    return {
        "kind": "arrows",
        "positions": np.asarray(positions).tolist(),
        "numbers": np.asarray(numbers).tolist(),
        "xlabel": "x (Å)",
        "ylabel": "y (Å)",
        "label": label,
    }


def shapes(label: str = "") -> dict[str, Any]:
    """Positions (N, 3) in Å as points, seen along z."""
    return {"kind": "shapes", "xlabel": "x (Å)", "ylabel": "y (Å)", "label": label}


def filled(picture: Mapping[str, Any], got: np.ndarray, expected: np.ndarray) -> dict[str, Any]:
    """The picture with both, as plain values; nothing if they cannot be drawn together."""
    if got.shape != expected.shape or not np.isfinite(expected).all():
        return {}
    if picture["kind"] == "histogram" and got.ndim > 1:
        got, expected = _first_that_differs(got, expected)
    return {**picture, "got": got.tolist(), "expected": expected.tolist()}


def drawn(picture: Mapping[str, Any]) -> str:
    """The picture as SVG; '' if its numbers do not fit together.

    They may come from an answer: whatever is wrong with them, only the picture is missing.
    """
    with warnings.catch_warnings():
        # An infinite arrow is no news: the table below says it.
        warnings.simplefilter("ignore")
        try:
            return _drawn(picture)
        except Exception:
            return ""


def _drawn(picture: Mapping[str, Any]) -> str:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.6, 2.6), layout="constrained")
    axes = figure.add_subplot()
    got = np.array(picture["got"], dtype=float)
    expected = np.array(picture["expected"], dtype=float)
    if got.size > MOST_DRAWN:
        return ""
    DRAW[picture["kind"]](axes, picture, got, expected)
    xlabel = str(picture["xlabel"])[:LONGEST_LABEL]
    ylabel = str(picture["ylabel"])[:LONGEST_LABEL]
    axes.set(xlabel=xlabel, ylabel=ylabel)
    _in_the_colour_of_text(axes)
    return _as_svg(figure)


def _curve(axes: Any, picture: Mapping, got: np.ndarray, expected: np.ndarray) -> None:
    x = np.array(picture["x"], dtype=float)
    axes.plot(x, expected, color=EXPECTED, linewidth=3, alpha=0.6, label="expected")
    axes.plot(x, got, color=GOT, linestyle="--", marker=".", label="got")
    _legend(axes)


def _histogram(axes: Any, picture: Mapping, got: np.ndarray, expected: np.ndarray) -> None:
    edges = np.array(picture["x"], dtype=float)
    axes.stairs(expected, edges, color=EXPECTED, linewidth=3, alpha=0.6, label="expected")
    axes.stairs(got, edges, color=GOT, linestyle="--", label="got")
    _legend(axes)


def _parity(axes: Any, picture: Mapping, got: np.ndarray, expected: np.ndarray) -> None:
    right = expected.ravel()
    ends = [right.min(), right.max()]
    axes.plot(ends, ends, color=EXPECTED, alpha=0.6, label="expected")
    axes.plot(right, got.ravel(), "x", color=GOT, label="got")
    _legend(axes)


def _arrows(axes: Any, picture: Mapping, got: np.ndarray, expected: np.ndarray) -> None:
    positions = np.array(picture["positions"], dtype=float)
    _atoms(axes, positions, picture["numbers"])
    longest = np.linalg.norm(np.concatenate([got, expected]), axis=-1).max()
    # The longest arrow is as long as a bond.
    options: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": longest or 1.0}
    x, y = positions[:, 0], positions[:, 1]
    axes.quiver(x, y, expected[:, 0], expected[:, 1], color=EXPECTED, **options)
    axes.quiver(x, y, got[:, 0], got[:, 1], color=GOT, width=0.004, **options)
    axes.plot([], color=EXPECTED, label="expected")
    axes.plot([], color=GOT, label="got")
    # Arrows do not count when axes find their limits.
    ends = np.concatenate([expected, got])[:, :2] / options["scale"]
    tips = np.concatenate([positions, positions])[:, :2] + ends
    axes.plot(tips[:, 0], tips[:, 1], ".", color="none")
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.1)
    _legend(axes)


def _shapes(axes: Any, picture: Mapping, got: np.ndarray, expected: np.ndarray) -> None:
    axes.plot(expected[:, 0], expected[:, 1], "o", color=EXPECTED, markersize=10, alpha=0.6)
    axes.plot(got[:, 0], got[:, 1], "x", color=GOT)
    axes.plot([], "o", color=EXPECTED, label="expected")
    axes.plot([], "x", color=GOT, label="got")
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.2)
    _legend(axes)


DRAW: dict[str, Callable[[Any, Mapping, np.ndarray, np.ndarray], None]] = {
    "curve": _curve,
    "histogram": _histogram,
    "parity": _parity,
    "arrows": _arrows,
    "shapes": _shapes,
}


def _atoms(axes: Any, positions: np.ndarray, numbers: Any) -> None:
    """Each atom as the symbol of its element."""
    from ase.data import chemical_symbols

    for (x, y, _), number in zip(positions, numbers, strict=True):
        axes.annotate(
            chemical_symbols[int(number)],
            (x, y),
            color=TEXT,
            ha="center",
            va="center",
            weight="bold",
        )
    axes.plot(positions[:, 0], positions[:, 1], "o", markersize=14, color="none")


def _legend(axes: Any) -> None:
    """Each name once: of an answer (n, k) all k curves have the same."""
    handles, labels = axes.get_legend_handles_labels()
    named = dict(zip(labels, handles, strict=True))
    axes.legend(named.values(), named, frameon=False, labelcolor=TEXT, fontsize="small")


def _first_that_differs(got: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first row of both in which they are not the same."""
    rows = got.reshape(-1, got.shape[-1])
    right = expected.reshape(rows.shape)
    differ = np.any(~np.isclose(rows, right), axis=1)
    first = int(np.argmax(differ))
    return rows[first], right[first]


def _in_the_colour_of_text(axes: Any) -> None:
    """Axes, ticks and labels."""
    axes.patch.set_alpha(0)
    axes.tick_params(colors=TEXT, labelsize="small")
    for spine in axes.spines.values():
        spine.set_color(TEXT)
    axes.xaxis.label.set_color(TEXT)
    axes.yaxis.label.set_color(TEXT)


def _as_svg(figure: Any) -> str:
    """The figure as an element of a page, without what only a file of its own needs."""
    from matplotlib import rc_context

    figure.patch.set_alpha(0)
    file = io.StringIO()
    # Text stays text, and the same picture the same file.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "card"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    return text[text.index("<svg") :].replace(TEXT, "currentColor")
