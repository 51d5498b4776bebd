"""Numbers worked out by hand: a table for every student, and a check that says which slip a wrong number looks like."""

from collections.abc import Callable

import numpy as np

from mlp_course.exercises.dice import dice
from mlp_course.exercises.expect import entries
from mlp_course.exercises.numbers import slips
from mlp_course.exercises.numbers.tables import Curves, Energies, Forces, Split, draw_errors

ITEMS: dict[str, tuple[Callable, Callable[..., dict[str, slips.Result]]]] = {
    "mae": (Forces.draw, slips.mae),
    "rmse": (lambda chance: Forces.draw(chance, 4), slips.rmse),
    "units": (Energies.draw, slips.units),
    "outlier": (draw_errors, slips.outlier),
    "split": (Split.draw, slips.split),
    "overfit": (Curves.draw, slips.overfit),
}


def table(item: str, student: str) -> object:
    """What `student` draws for the item 'mae', 'rmse', 'units', 'outlier', 'split' or 'overfit'.

    >>> table("split", "Ada").parts == table("split", " ada ").parts
    True
    """
    draw, results = ITEMS[item]
    chance = dice(f"by hand: {item}", student)
    drawn = draw(chance)
    while not all(result.is_clear() for result in results(drawn).values()):
        drawn = draw(chance)
    return drawn


def check(item: str, answer: object, student: str) -> None:
    """AssertionError if the number, or the dictionary of numbers, is not what the table of `student` gives.

    The message names the slip and keeps the right number back.
    """
    __tracebackhide__ = True
    drawn = table(item, student)
    results = ITEMS[item][1](drawn)
    if isinstance(drawn, Split):
        _check_sizes(entries(answer, "training", "validation", "test"), drawn)
    values = [answer] if set(results) == {""} else entries(answer, *results)
    if answer is None:
        entries(answer)
    for result, value in zip(results.values(), values, strict=True):
        result.check(value)


def _check_sizes(sizes: list, drawn: Split) -> None:
    __tracebackhide__ = True
    for size, part, name in zip(
        sizes, drawn.parts, ("training", "validation", "test"), strict=True
    ):
        whole = (
            isinstance(size, int | float | np.number)
            and not isinstance(size, bool)
            and float(size).is_integer()
        )
        assert whole, f"'{name}' must be a whole number of frames. Got {size!r}. (See 4.3.)"
        near = abs(size - part * drawn.frames) <= 1
        assert near, (
            f"'{name}' is not {100 * part:.0f} % of your {drawn.frames} frames. Got {size}. (See 4.3.)"
        )
    left = drawn.frames - sum(sizes)
    assert left <= 0, f"{left} of the frames in no set: do not drop the remainder. (See 4.3.)"
    assert left == 0, (
        f"There are too few frames ({-left} missing): some would be in two sets. (See 4.3.)"
    )
