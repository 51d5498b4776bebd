"""Questions with feedback: what a wrong answer looks like, said in a sentence."""

from collections.abc import Mapping

import numpy as np


def expect(
    value,
    right,
    *,
    because: str = "",
    mistakes: Mapping[str, object] | None = None,
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> None:
    """Accept `value` if it equals `right` within tolerance; otherwise say what went wrong.

    `mistakes` maps a sentence about a misconception to the number (or array) it leads to; if
    `value` is that number, the AssertionError opens with that sentence. Shapes must agree:
    nothing is broadcast.

    >>> expect([1.0, 2.0], (1, 2))
    >>> expect(0.0, 1.0, mistakes={"Your error has a sign: average absolute values.": 0.0})
    Traceback (most recent call last):
        ...
    AssertionError: Your error has a sign: average absolute values. Got 0.0, expected 1.0.
    """
    if _close(value, right, rtol, atol):
        return
    for sentence, wrong in (mistakes or {}).items():
        if _close(value, wrong, rtol, atol):
            raise AssertionError(f"{sentence} Got {_show(value)}, expected {_show(right)}.")
    raise AssertionError(f"{because} Got {_show(value)}, expected {_show(right)}.".strip())


def _numbers(value) -> np.ndarray | None:
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        array = np.asarray(value)
        return array if array.dtype.kind in "biu" else array.astype(float)
    except (TypeError, ValueError, RuntimeError):
        return None


def _close(value, wanted, rtol: float, atol: float) -> bool:
    a, b = _numbers(value), _numbers(wanted)
    if a is None or b is None or a.shape != b.shape:
        return False
    return bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=False))


def _show(value) -> str:
    array = _numbers(value)
    if array is None:
        return f"{value!r} ({type(value).__name__})"
    return np.array2string(array, precision=6, threshold=12)
