"""A knob: one figure drawn for several values of a number, and a slider that chooses among the pictures.

No kernel is asked when it is turned, so it works wherever the notebook is shown. (Matplotlib's `to_jshtml` would do
the same, but its page loads icons from another machine, and its slider has no name for those who cannot see it.)
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
    """A slider through figures: `draw(value)` is called for all `values` and draws with matplotlib as ever.

    `name` and `unit` say what the number is, `shows` what there is to see. All figures get the same axes, so that
    only what they show moves. The knob begins at `start` (the first value if None), which is also what print and those
    without scripts get; the arrow keys turn it. Raises ValueError for no value or more than MOST_VALUES, for a start
    that is none of the values, for figures of different make and for those that were shown or closed.

    >>> turned = knob(lambda n: plt.plot([0, n]), [1, 2], name="slope", shows="a line")
    >>> turned._repr_mimebundle_()["text/plain"]
    '<a line, at slope 1 (a knob, from 1 to 2)>'
    """
    if not 0 < len(values) <= MOST_VALUES:
        raise ValueError(f"a knob has 1 to {MOST_VALUES} positions, got {len(values)} values.")
    if start is not None and start not in values:
        raise ValueError(f"the knob cannot start at {start}, which is none of its values.")
    begin = 0 if start is None else list(values).index(start)
    pictures = _pictures(draw, values)
    written = [f"{value:g} {unit}".strip() for value in values]
    alt = f"{shows or 'a figure'}, at {name}"
    told = f"{alt} {written[begin]} (a knob, from {written[0]} to {written[-1]})"
    coded = [base64.b64encode(picture).decode() for picture in pictures]
    page = filled(
        "knob.html",
        TOLD=html.escape(told),
        ALT=html.escape(alt),
        NAME=html.escape(name),
        VALUE=html.escape(written[begin]),
        START=str(begin),
        MOST=str(len(values) - 1),
        FIRST=f"data:image/png;base64,{coded[begin]}",
        PICTURES=as_script(list(zip(coded, written, strict=True))),
    )
    width, height = Image.open(io.BytesIO(pictures[0])).size
    return Framed(page, told, (width, height + ROW), picture=pictures[begin], flexible=True)


def _pictures(draw: Callable[[float], object], values: Sequence[float]) -> list[bytes]:
    """A PNG of every figure; whatever was opened to draw them is closed again."""
    before, figures = set(plt.get_fignums()), []
    try:
        for value in values:
            known, blank = set(plt.get_fignums()), plt.figure()
            draw(value)
            if known.issuperset(plt.get_fignums()):
                raise ValueError(
                    "what a knob draws must stay open: leave out plt.show() and plt.close()."
                )
            figures.append(plt.gcf())
            if figures[-1] is not blank:
                plt.close(blank)
        _same_axes(figures)
        return [_png(figure) for figure in figures]
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)


def _same_axes(figures: list[Figure]) -> None:
    """Give the axes that stand in the same place the same limits, wide enough for all figures."""
    if len({(len(figure.axes), *figure.get_size_inches()) for figure in figures}) > 1:
        raise ValueError("the figures of one knob must have the same size and the same axes.")
    for together in zip(*(figure.axes for figure in figures), strict=True):
        for axis in ("x", "y"):
            limits = [getattr(ax, f"get_{axis}lim")() for ax in together]
            if len(set(limits)) > 1:
                ends = min(map(min, limits)), max(map(max, limits))
                for ax, (start, stop) in zip(together, limits, strict=True):
                    getattr(ax, f"set_{axis}lim")(ends if start < stop else ends[::-1])


def _png(figure: Figure) -> bytes:
    """The figure as a PNG with few colours, which is small."""
    full, small = io.BytesIO(), io.BytesIO()
    figure.savefig(full, format="png", dpi=figure.dpi)
    picture, fairly = (
        Image.open(full).convert("RGB"),
        Image.Quantize.MAXCOVERAGE,
    )  # small dots keep their colour
    picture.quantize(COLORS, method=fairly, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()
