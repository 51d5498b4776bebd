"""What an answer gave, read as numbers: what is none has a sentence, and no text passes for one.

NumPy and `float` would read the text "2.0" as the number 2, and cut the half off an index 2.5.
"""

from collections.abc import Callable, Iterator

import numpy as np

from mlp_course.checks.cards.comparison import numbers, shown


def kind_reason(value: object, shape: tuple[int, ...] | None = ()) -> str:
    """What to say of something that is no number, where those of a `shape` are expected.

    None is any shape. '' if it is a number, or an array of them.

    >>> kind_reason("-0.388 eV")
    'That is a text: give the number alone, without quotation marks and unit.'
    """
    if numbers(value) is not None:
        return ""
    if isinstance(value, str):
        return "That is a text: give the number alone, without quotation marks and unit."
    if isinstance(value, Iterator):
        return "That has computed nothing yet: make a list of it, `list(...)`."
    if isinstance(value, Callable):  # type: ignore[arg-type]
        return "That is a function or a class: call it, and give what it returns."
    if isinstance(value, complex | np.complexfloating) or _is_complex(value):
        return "These are complex numbers, real ones are expected."
    if shape == ():
        return "That is no number."
    if shape is None:
        return "These are not numbers."
    return f"These are not numbers: return an array of shape {shape}."


def a_number(value: object) -> float:
    """The one number that an answer gave. Raises AssertionError if it is none.

    >>> a_number(np.array([2]))
    2.0
    >>> a_number("2 eV")
    Traceback (most recent call last):
        ...
    AssertionError: That is a text: give the number alone, without quotation marks and unit. Got \
'2 eV' (str).
    """
    reason = kind_reason(value)
    assert not reason, f"{reason} Got {shown(value)}."
    array = an_array(value)
    assert array.size == 1, f"One number is expected. Got {shown(value)}."
    return float(array.item())


def an_array(value: object) -> np.ndarray:
    """What an answer gave as an array of floats, of any shape. AssertionError if it is none."""
    reason = kind_reason(value, None)
    assert not reason, f"{reason} Got {shown(value)}."
    array = numbers(value)
    assert array is not None
    return array.astype(float)


def indices(value: object, *, instead: str = "") -> list[int]:
    """The indices that an answer gave, in a row. Raises AssertionError if they are none.

    `instead` is what the sentence adds, such as ", not their energies".

    >>> indices((2, 0.0)), indices({1}), indices([])
    ([2, 0], [1], [])
    >>> indices([2.5])
    Traceback (most recent call last):
        ...
    AssertionError: Return indices, which are whole numbers. Got [2.5].
    """
    if isinstance(value, set | frozenset):
        value = list(value)
    array = numbers(value)
    are_whole = array is not None and np.isfinite(array).all() and not np.any(array % 1)
    if array is None or (array.dtype != bool and not are_whole):
        raise AssertionError(
            f"Return indices, which are whole numbers{instead}. Got {shown(value)}."
        )
    assert array.dtype != bool, "Return indices, not a mask of True and False."
    return array.astype(int).ravel().tolist()


def _is_complex(value: object) -> bool:
    """Whether it is an array of complex numbers, NumPy's or PyTorch's."""
    try:
        return "complex" in str(getattr(value, "dtype", ""))
    except Exception:
        # It has methods of its own.
        return False
