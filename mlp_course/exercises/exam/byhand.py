"""Numbers worked out by hand: a table for every student, and a check of the numbers.

The check says which slip a wrong number looks like.
"""

import random
from collections.abc import Callable

import numpy as np

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import entries
from mlp_course.checks.cards.comparison import shown
from mlp_course.exercises.exam import slips
from mlp_course.exercises.exam.tables import Curves, Energies, Forces, Split, draw_errors


def _four_forces(chance: random.Random) -> Forces:
    """One less than for the mean absolute error: squares are more work."""
    return Forces.draw(chance, 4)


# item -> how its table is drawn, and which numbers follow from the table
ITEMS: dict[str, tuple[Callable, Callable[..., dict[str, slips.Result]]]] = {
    "mae": (Forces.draw, slips.mae),
    "rmse": (_four_forces, slips.rmse),
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
    draw, results_of = ITEMS[item]
    chance = dice(f"by hand: {item}", student)

    # A table in which a slip leads to nearly the right number is drawn again.
    while True:
        drawn = draw(chance)
        results = results_of(drawn).values()
        if all(result.is_clear() for result in results):
            return drawn


def check(item: str, answer: object, student: str) -> None:
    """AssertionError if the number, or the dictionary of numbers, is not what the table gives.

    The table is that of `student`. The message names the slip and keeps the right number back.
    """
    drawn = table(item, student)
    _, results_of = ITEMS[item]
    results = results_of(drawn)

    if answer is None:
        entries(answer)  # says that the item is still open
    if isinstance(drawn, Split):
        sizes = entries(answer, "training", "validation", "test")
        _check_sizes(sizes, drawn)

    # A result that stands alone has no name.
    values = [answer]
    if "" not in results:
        values = entries(answer, *results)
    for result, value in zip(results.values(), values, strict=True):
        result.check(value)


def _check_sizes(sizes: list, drawn: Split) -> None:
    """Each set must have its part of the frames, and together they must have all."""
    names = ("training", "validation", "test")
    for size, part, name in zip(sizes, drawn.parts, names, strict=True):
        assert _is_whole(size), (
            f"'{name}' must be a whole number of frames. Got {shown(size)}. (See 4.3.)"
        )
        away = abs(size - part * drawn.frames)
        percent = 100 * part
        assert away <= 1, (
            f"'{name}' is not {percent:.0f} % of your {drawn.frames} frames. Got {size}. (See 4.3.)"
        )

    left = drawn.frames - sum(sizes)
    assert left <= 0, f"{left} of the frames in no set: do not drop the remainder. (See 4.3.)"
    assert left == 0, (
        f"There are too few frames ({-left} missing): some would be in two sets. (See 4.3.)"
    )


def _is_whole(size: object) -> bool:
    """Whether `size` is a number without decimals; True and False are none."""
    if isinstance(size, bool):
        return False
    if not isinstance(size, int | float | np.number):
        return False
    return float(size).is_integer()
