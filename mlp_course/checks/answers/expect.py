"""Compare an answer with the right one; say in a sentence which mistake a wrong one looks like."""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack

import numpy as np

from mlp_course.checks.answers.calling import call, name_of
from mlp_course.checks.answers.kinds import kind_reason
from mlp_course.checks.cards import pictures
from mlp_course.checks.cards.comparison import (
    LONGEST,
    Comparison,
    compared,
    numbers,
    shown,
)


class Display(TypedDict, total=False):
    """How a wrong value and the right one are shown."""

    unit: str
    reveal: bool  # False: the right value is kept back, since students are to work it out
    picture: Mapping[str, Any]  # see `cards.pictures`: where people would rather look than read


class Mismatch(AssertionError):
    """An answer that is not the right one: what to say, and both beside each other."""

    def __init__(self, said: str, sentence: str, comparison: Comparison) -> None:
        super().__init__(said)
        self.sentence = sentence
        self.comparison = comparison


def expect(
    value,
    right,
    *,
    because: str = "",
    mistakes: Mapping[str, object] | None = None,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    **display: Unpack[Display],
) -> None:
    """Accept `value` if it equals `right` within tolerance; otherwise say what went wrong.

    `mistakes` maps a sentence about a misconception to the number (or array) it leads to; if
    `value` is that number, the Mismatch opens with that sentence, otherwise with `because`. Shapes
    must agree: nothing is broadcast. `display` is how both are shown.

    >>> expect([1.0, 2.0], (1, 2))
    >>> try:
    ...     expect(0.0, 1.0, mistakes={"Your error has a sign: average absolute values.": 0.0})
    ... except Mismatch as error:
    ...     print(error)
    Your error has a sign: average absolute values. Got 0, expected 1.
    """
    is_close = _agreement(value, right, rtol, atol)
    if is_close is not None and is_close.all():
        return
    kind = _kind_reason(value, right)
    # Of None, as of a gradient that is missing, the test may know more.
    reasons = (because, kind) if value is None else (kind, because)
    sentence = _shape_reason(value, right) or reasons[0] or reasons[1]
    for told, wrong in (mistakes or {}).items():
        if _close(value, wrong, rtol, atol):
            sentence = told
            break
    reveal = display.get("reveal", True)
    said = _got_and_expected(value, right, is_close, reveal)
    picture = display.get("picture")
    shows_both = picture is not None and is_close is not None and reveal
    comparison = compared(
        numbers(value) if is_close is not None else value,
        numbers(right) if is_close is not None else right,
        is_close,
        unit=display.get("unit", ""),
        reveal=reveal,
        picture=_filled(picture, value, right) if shows_both else None,
    )
    raise Mismatch(f"{sentence} {said}".strip(), sentence, comparison)


def verdict(function: Callable, *arguments) -> bool:
    """The True or False (Python's or NumPy's) that `function(*arguments)` returns, as in `call`."""
    result = call(function, *arguments)
    array = numbers(result)
    if array is None or array.shape != () or array.dtype != bool:
        name = name_of(function)
        raise AssertionError(f"{name} must return True or False. Got {shown(result)}.")
    return bool(array)


def entries(answer: object, *names: str) -> list:
    """The values of the dictionary `answer` under `names`; NotImplementedError while it is None.

    >>> entries({"angle": 60.0, "energy": 0.0}, "energy", "angle")
    [0.0, 60.0]
    >>> entries({"angle": 60.0}, "energy")
    Traceback (most recent call last):
        ...
    AssertionError: The entry 'energy' is missing in your answer.
    """
    if answer is None:
        raise NotImplementedError(
            "This exercise is still open: write your answer into the cell above and run it."
        )
    assert isinstance(answer, Mapping), (
        f"Write your answer as a dictionary {{'{names[0]}': ...}}. Got {shown(answer)}."
    )
    for name in names:
        # An entry that still holds the dots of the exercise is missing, too.
        assert answer.get(name, ...) is not ..., f"The entry '{name}' is missing in your answer."
    return [answer[name] for name in names]


def figures(answer: object, *names: str) -> list[float]:
    """The numbers that stand in the dictionary `answer` under `names`, as in `entries`.

    >>> figures({"energy": 1}, "energy")
    [1.0]
    >>> figures({"energy": "1 eV"}, "energy")
    Traceback (most recent call last):
        ...
    AssertionError: The entry 'energy' must be a number, without its unit. Got '1 eV' (str).
    """
    found = []
    values = entries(answer, *names)
    for name, value in zip(names, values, strict=True):
        array = numbers(value)
        assert array is not None and array.size == 1 and array.dtype.kind != "b", (
            f"The entry '{name}' must be a number, without its unit. Got {shown(value)}."
        )
        found.append(float(array.item()))
    return found


def _agreement(value, wanted, rtol: float, atol: float) -> np.ndarray | None:
    """Of each entry, whether it is right; None if these are not numbers of the same shape."""
    a = numbers(value)
    b = numbers(wanted)
    if a is None or b is None:
        return None
    # NumPy would broadcast.
    if a.shape != b.shape:
        return None
    return np.asarray(np.isclose(a, b, rtol=rtol, atol=atol, equal_nan=False))


def _close(value, wanted, rtol: float, atol: float) -> bool:
    """Whether both are numbers of the same shape that agree within tolerance."""
    agree = _agreement(value, wanted, rtol, atol)
    return agree is not None and bool(agree.all())


def _shape_reason(value, right) -> str:
    """What to say of a shape that is wrong; '' if it is right, or if there is none."""
    a = numbers(value)
    b = numbers(right)
    if a is None or b is None:
        return ""
    if a.shape == b.shape:
        return ""
    return f"The shape is {a.shape}, it should be {b.shape}."


def _kind_reason(value, right) -> str:
    """What to say of something that is no number, where one is expected."""
    wanted = numbers(right)
    if wanted is None:
        return ""
    return kind_reason(value, wanted.shape)


def _got_and_expected(value, right, is_close: np.ndarray | None, reveal: bool) -> str:
    """Both in words: whole, or of long arrays the first entry that differs and how many do."""
    got = shown(value)
    wanted = shown(right)
    if is_close is not None and is_close.size > LONGEST:
        differ = np.argwhere(~is_close)
        first = tuple(differ[0].tolist())
        place = ", ".join(map(str, first))
        of_all = f"({len(differ)} of {is_close.size} entries differ)"
        got = f"{_entry(value, first)} at [{place}] {of_all}"
        wanted = f"{_entry(right, first)} there"
    if not reveal:
        return f"Got {got}."
    return f"Got {got}, expected {wanted}."


def _entry(array, place: tuple[int, ...]) -> str:
    """One number of an array."""
    found = numbers(array)
    assert found is not None
    return shown(found[place])


def _filled(picture: Mapping[str, Any] | None, value, right) -> dict[str, Any]:
    """The picture with both; nothing if there is too much to draw."""
    a = numbers(value)
    b = numbers(right)
    if picture is None or a is None or b is None or a.size > pictures.MOST_DRAWN:
        return {}
    return pictures.filled(picture, a, b)
