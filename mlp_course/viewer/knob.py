"""A knob: one figure drawn for several values of a number, and a slider through the pictures.

No kernel is asked when it is turned, so it works wherever the notebook is shown. (Matplotlib's
`to_jshtml` would do the same, but its page loads icons from another machine, and its slider has no
name for those who cannot see it.)
"""

import base64
import html
import io
from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from mlp_course.viewer.frame import Framed, as_script, filled

MOST_VALUES = 12
COLORS = 128  # of a picture: enough for lines, letters and a colour map, in a third of the bytes
ROW = 36  # px, what the slider is high


def knob(
    draw: Callable[[float], object],
    values: Sequence[float],
    *,
    name: str,
    unit: str = "",
    shows: str = "",
    start: float | None = None,
) -> Framed:
    """A slider through figures: `draw(value)` is called for all `values`.

    It draws with matplotlib as ever. `name` and `unit` say what the number is, `shows` what there
    is to see. All figures get the same axes, so that only what they show moves. The knob begins at
    `start` (the first value if None), which is also what print and those without scripts get; the
    arrow keys turn it. Raises ValueError for no value or more than MOST_VALUES, for a start that is
    none of the values, for figures of different make and for those that were shown or closed.

    >>> turned = knob(lambda n: plt.plot([0, n]), [1, 2], name="slope", shows="a line")
    >>> turned._repr_mimebundle_()["text/plain"]
    '<a line, at slope 1 (a knob, from 1 to 2)>'
    """
    if not 0 < len(values) <= MOST_VALUES:
        raise ValueError(f"a knob has 1 to {MOST_VALUES} positions, got {len(values)} values.")
    if start is not None and start not in values:
        raise ValueError(f"the knob cannot start at {start}, which is none of its values.")
    begin = 0
    if start is not None:
        begin = list(values).index(start)

    # 1. the pictures, and what is written beside each
    pictures = _pictures(draw, values)
    coded = [base64.b64encode(picture).decode() for picture in pictures]
    written = [f"{value:g} {unit}".strip() for value in values]
    turned = list(zip(coded, written, strict=True))

    # 2. what is told instead to those who do not see it
    what = shows or "a figure"
    alt = f"{what}, at {name}"
    reach = f"from {written[0]} to {written[-1]}"
    told = f"{alt} {written[begin]} (a knob, {reach})"

    # 3. the page
    page = _page(turned, begin, told=told, alt=alt, name=name)
    first = Image.open(io.BytesIO(pictures[0]))
    size = (first.width, first.height + ROW)
    return Framed(
        page,
        told,
        size,
        picture=pictures[begin],
        flexible=True,
    )


def _page(
    turned: list[tuple[str, str]],
    begin: int,
    *,
    told: str,
    alt: str,
    name: str,
) -> str:
    """The page of a knob that is `turned` through pictures (base64), each with what it is for."""
    picture, value = turned[begin]
    last = len(turned) - 1
    return filled(
        "knob.html",
        TOLD=html.escape(told),
        ALT=html.escape(alt),
        NAME=html.escape(name),
        VALUE=html.escape(value),
        START=str(begin),
        MOST=str(last),
        FIRST=f"data:image/png;base64,{picture}",
        PICTURES=as_script(turned),
    )


def _pictures(draw: Callable[[float], object], values: Sequence[float]) -> list[bytes]:
    """A PNG of every figure; whatever was opened to draw them is closed again."""
    before = plt.get_fignums()
    try:
        figures = [_drawn(draw, value) for value in values]
        _same_axes(figures)
        return [_png(figure) for figure in figures]
    finally:
        for number in plt.get_fignums():
            if number not in before:
                plt.close(number)


def _drawn(draw: Callable[[float], object], value: float) -> Figure:
    """The figure that is current when all is drawn; ValueError if nothing was left open."""
    known = set(plt.get_fignums())
    blank = plt.figure()
    draw(value)
    left_open = plt.get_fignums()
    if known.issuperset(left_open):
        raise ValueError("what a knob draws must stay open: leave out plt.show() and plt.close().")
    figure = plt.gcf()
    # A figure was made for those who draw on the current one; others bring their own.
    if figure is not blank:
        plt.close(blank)
    return figure


def _same_axes(figures: list[Figure]) -> None:
    """Give the axes that stand in the same place the same limits, wide enough for all figures."""
    makes = set()
    for figure in figures:
        size = figure.get_size_inches()
        makes.add((len(figure.axes), *size))
    if len(makes) > 1:
        raise ValueError("the figures of one knob must have the same size and the same axes.")
    axes = [figure.axes for figure in figures]
    for together in zip(*axes, strict=True):
        for direction in ("x", "y"):
            _same_limits(together, direction)


def _same_limits(together: Sequence, direction: str) -> None:
    """Let axes reach from the lowest limit to the highest, each in the sense it has."""
    limits = []
    for ax in together:
        get_limits = getattr(ax, f"get_{direction}lim")
        limits.append(get_limits())
    if len(set(limits)) == 1:
        return
    low = min(map(min, limits))
    high = max(map(max, limits))
    for ax, (start, stop) in zip(together, limits, strict=True):
        ends = (low, high) if start < stop else (high, low)
        set_limits = getattr(ax, f"set_{direction}lim")
        set_limits(ends)


def _png(figure: Figure) -> bytes:
    """The figure as a PNG with few colours, which is small."""
    full = io.BytesIO()
    figure.savefig(full, format="png", dpi=figure.dpi)

    # Chosen and placed so that small dots keep their colour
    picture = Image.open(full).convert("RGB")
    picture = picture.quantize(
        COLORS,
        method=Image.Quantize.MAXCOVERAGE,
        dither=Image.Dither.NONE,
    )

    small = io.BytesIO()
    picture.save(small, "PNG", optimize=True)
    return small.getvalue()
