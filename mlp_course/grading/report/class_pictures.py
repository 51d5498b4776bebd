"""Pictures of a class report: SVG that stands in the page."""

import base64
import io
from typing import Any

from mlp_course.grading.feedback.listing import FULL, OPEN_ITEM, PART, WRONG
from mlp_course.grading.report.difficulties import Difficulty

SHORT = 95  # characters of a sentence above a bar


def totals(bars: list[tuple[float, float, int]]) -> str:
    """A histogram of the students' points, each bar from, to, how many; as an address."""
    plt, plots = _plotting()
    with plt.rc_context(plots.STYLE):
        figure, axes = plt.subplots(figsize=(7, 2.6))
        for low, high, number in bars:
            axes.bar(low, number, width=high - low, align="edge", color=plots.BLUE, ec="white")
        axes.set(xlabel="points", ylabel="students")
        axes.locator_params(axis="y", integer=True)
        return _address(figure, plt)


def items(entries: list[Difficulty]) -> str:
    """A bar for each item, hardest on top: students by state, and what was said most often."""
    plt, plots = _plotting()
    colours = {
        FULL: plots.BLUE,
        PART: plots.SKY,
        WRONG: plots.RED,
        OPEN_ITEM: plots.ORANGE,
    }
    upwards = entries[::-1]
    names = [entry.title for entry in upwards]
    with plt.rc_context(plots.STYLE):
        figure, axes = plt.subplots(figsize=(9.5, 1.2 + 0.5 * len(upwards)))
        _draw_bars(axes, upwards, colours)
        _draw_sentences(axes, upwards)
        axes.set(yticks=range(len(upwards)), yticklabels=names, xlabel="students")
        figure.legend(ncols=len(colours), loc="outside lower left")
        axes.grid(axis="y", visible=False)
        axes.locator_params(axis="x", integer=True)
        return _address(figure, plt)


def _plotting() -> tuple[Any, Any]:
    """matplotlib without a window, and the course's style."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    from mlp_course import plots

    return plt, plots


def _draw_bars(axes: Any, entries: list[Difficulty], colours: dict[str, str]) -> None:
    """Each state's part of the bars begins where those before it end."""
    left = [0] * len(entries)
    for state, colour in colours.items():
        width = [entry.states[state] for entry in entries]
        axes.barh(
            range(len(entries)),
            width,
            left=left,
            color=colour,
            label=state,
            height=0.45,
        )
        left = [begin + more for begin, more in zip(left, width, strict=True)]


def _draw_sentences(axes: Any, entries: list[Difficulty]) -> None:
    """What was said stands above the bar, as it is: a $ in it begins no formula."""
    for place, entry in enumerate(entries):
        for text, count in entry.sentences.most_common(1):
            short = text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
            axes.text(
                0,
                place + 0.26,
                f"{count} × {short}",
                fontsize=7,
                parse_math=False,
                va="bottom",
            )


def _address(figure: Any, plt: Any) -> str:
    """The figure as an address that holds all of it."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg")
    plt.close(figure)
    content = base64.b64encode(drawn.getvalue()).decode()
    return f"data:image/svg+xml;base64,{content}"
