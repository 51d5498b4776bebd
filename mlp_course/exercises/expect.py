"""Compare an answer with the right one; say in a sentence which mistake a wrong one looks like."""

from collections.abc import Callable, Mapping

import numpy as np

from mlp_course.exercises.calling import call, name_of

LONGEST = 12  # entries of an array that is shown whole


def expect(
    value,
    right,
    *,
    because: str = "",
    mistakes: Mapping[str, object] | None = None,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    reveal: bool = True,
) -> None:
    """Accept `value` if it equals `right` within tolerance; otherwise say what went wrong.

    `mistakes` maps a sentence about a misconception to the number (or array) it leads to; if
    `value` is that number, the AssertionError opens with that sentence. Shapes must agree:
    nothing is broadcast. Without `reveal` the right value is kept back: students are to work it
    out.

    >>> expect([1.0, 2.0], (1, 2))
    >>> expect(0.0, 1.0, mistakes={"Your error has a sign: average absolute values.": 0.0})
    Traceback (most recent call last):
        ...
    AssertionError: Your error has a sign: average absolute values. Got 0, expected 1.
    """
    # IPython and pytest leave this frame out: the sentence is what matters.
    __tracebackhide__ = True
    if _close(value, right, rtol, atol):
        return
    got, wanted = _compared(value, right, rtol, atol)
    shown = f"Got {got}."
    if reveal:
        shown = f"Got {got}, expected {wanted}."
    for sentence, wrong in (mistakes or {}).items():
        if _close(value, wrong, rtol, atol):
            raise AssertionError(f"{sentence} {shown}")
    reason = _shape_reason(value, right) or because
    said = f"{reason} {shown}".strip()
    raise AssertionError(said)


def verdict(function: Callable, *arguments) -> bool:
    """The True or False (Python's or NumPy's) that `function(*arguments)` returns, as in `call`."""
    __tracebackhide__ = True
    result = call(function, *arguments)
    array = _numbers(result)
    if array is None or array.shape != () or array.dtype != bool:
        name = name_of(function)
        raise AssertionError(f"{name} must return True or False. Got {_show(result)}.")
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
    __tracebackhide__ = True
    if answer is None:
        raise NotImplementedError(
            "This exercise is still open: write your answer into the cell above and run it."
        )
    assert isinstance(answer, Mapping), (
        f"Write your answer as a dictionary {{'{names[0]}': ...}}. Got {_show(answer)}."
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
    __tracebackhide__ = True
    found = []
    values = entries(answer, *names)
    for name, value in zip(names, values, strict=True):
        array = _numbers(value)
        assert array is not None and array.size == 1 and array.dtype.kind != "b", (
            f"The entry '{name}' must be a number, without its unit. Got {_show(value)}."
        )
        found.append(float(array.item()))
    return found


def _numbers(value) -> np.ndarray | None:
    """`value` as an array of real numbers or truth values; None if it is neither."""
    if value is None:
        return None
    # A tensor that hangs on a graph or lies on a GPU is no array yet.
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        array = np.asarray(value)
        kind = array.dtype.kind
        if kind in "USc":  # text and complex numbers are no real numbers
            return None
        if kind in "biu":
            return array
        return array.astype(float)
    except (TypeError, ValueError, RuntimeError):
        return None


def _close(value, wanted, rtol: float, atol: float) -> bool:
    """Whether both are numbers of the same shape that agree within tolerance."""
    a = _numbers(value)
    b = _numbers(wanted)
    if a is None or b is None:
        return False
    # NumPy would broadcast.
    if a.shape != b.shape:
        return False
    agree = np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=False)
    return bool(agree)


def _shape_reason(value, right) -> str:
    """What to say of a shape that is wrong; '' if it is right, or if there is none."""
    a = _numbers(value)
    b = _numbers(right)
    if a is None or b is None:
        return ""
    if a.shape == b.shape:
        return ""
    return f"The shape is {a.shape}, it should be {b.shape}."


def _compared(value, right, rtol: float, atol: float) -> tuple[str, str]:
    """What to show of both: all, or of long arrays the first entry that differs and how many do."""
    a = _numbers(value)
    b = _numbers(right)
    if a is None or b is None:
        return _show(value), _show(right)
    if a.shape != b.shape or a.size <= LONGEST:
        return _show(value), _show(right)

    is_close = np.isclose(a, b, rtol=rtol, atol=atol)
    differ = np.argwhere(~is_close)
    first = tuple(differ[0].tolist())
    place = ", ".join(map(str, first))
    how_many = f"({len(differ)} of {a.size} entries differ)"
    got = f"{_show(a[first])} at [{place}] {how_many}"
    wanted = f"{_show(b[first])} there"
    return got, wanted


def _show(value) -> str:
    """A value as a sentence quotes it: long arrays by their shape alone."""
    array = _numbers(value)
    if array is None:
        return f"{value!r} ({type(value).__name__})"
    if array.size > LONGEST:
        return f"an array of shape {array.shape}"
    if array.ndim > 0:
        return np.array2string(array, precision=6)
    if array.dtype.kind in "biu":
        return str(array.item())
    return f"{array.item():.7g}"
