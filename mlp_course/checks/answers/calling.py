"""Call an answer: it must return something, and leave what it was given as it was."""

import copy
from collections.abc import Callable

import numpy as np

from mlp_course.checks.cards.comparison import numbers, shown
from mlp_course.checks.cards.wording import writable

GIVEN = "given"  # what an error has, under this name, that ended an answer: its input in words
ORDINALS = {
    1: "1st",
    2: "2nd",
    3: "3rd",
}


def call(function: Callable, *arguments):
    """What `function(*arguments)` returns; AssertionError if it returns nothing.

    Raises AssertionError, too, if it changes an argument.

    >>> call(np.sort, np.array([2.0, 1.0])).tolist()
    [1.0, 2.0]
    >>> call(np.ndarray.sort, np.array([2.0, 1.0]))
    Traceback (most recent call last):
        ...
    AssertionError: sort changed its 1st argument in place: compute with a copy of it.
    """
    if not callable(function):
        raise AssertionError(
            f"The answer must be a function. Got {shown(function)}: write it with `def`, and run "
            "its cell again."
        )
    # An answer that changed what it was given would spoil the comparison with the right one.
    before = []
    for argument in arguments:
        can_change = isinstance(argument, np.ndarray | list | dict)
        kept = copy.deepcopy(argument) if can_change else None
        before.append(kept)
    try:
        result = function(*arguments)
    except BaseException as error:
        # A card says on which input it stopped. An error's own class may forbid it attributes.
        vars(error)[GIVEN] = _in_words(arguments)
        raise

    pairs = zip(before, arguments, strict=True)
    for position, (old, new) in enumerate(pairs, start=1):
        if old is not None and not _same(old, new):
            place = ORDINALS.get(position, f"{position}th")
            raise AssertionError(
                f"{name_of(function)} changed its {place} argument in place: "
                "compute with a copy of it."
            )
    if result is None:
        raise AssertionError(_nothing(function))
    return result


def call_often(function: Callable, count: int, *arguments) -> list:
    """What `count` calls of `function(*arguments)` return, each as in `call`.

    An answer that lives in another process is asked once for all of them.

    >>> rng = np.random.default_rng(0)
    >>> len(call_often(np.random.Generator.normal, 3, rng))
    3
    """
    if not hasattr(function, "often"):
        return [call(function, *arguments) for _ in range(count)]

    def all_of_them(*given):
        return function.often(count, *given)

    all_of_them.__name__ = name_of(function)
    results = call(all_of_them, *arguments)
    if any(result is None for result in results):
        raise AssertionError(_nothing(function))
    return results


def on_lists(function: Callable, *arguments):
    """`call`, which says so if the function stumbles over lists."""
    try:
        return call(function, *arguments)
    except (AttributeError, TypeError) as error:
        if not any(isinstance(a, list) for a in arguments):
            raise
        raise AssertionError(
            f"Your function fails with lists ({error}): make arrays of them first, "
            "np.asarray(..., dtype=float)."
        ) from error


def parts_of(answer, n: int, names: str):
    """The `n` things that an answer is made of; AssertionError if there are not so many."""
    countable = isinstance(answer, tuple | list) or getattr(answer, "ndim", 0) > 0
    assert countable and len(answer) == n, f"Return {n} things: {names}."
    return answer


def name_of(function: object, otherwise: str = "Your function") -> str:
    """What to call the student's function."""
    try:
        name = getattr(function, "__name__", otherwise)
    except Exception:
        return otherwise
    return writable(name) if isinstance(name, str) and name else otherwise


def _in_words(arguments: tuple) -> str:
    """What an answer was given, shortly."""
    words = []
    for argument in arguments:
        array = numbers(argument)
        if array is None:
            words.append(name_of(argument, type(argument).__name__))
        elif array.ndim > 1:
            words.append(f"an array of shape {array.shape}")
        else:
            words.append(shown(argument))
    return f"({', '.join(words)})"


def _nothing(function: Callable) -> str:
    """What to say of a function that returned None."""
    return f"{name_of(function)} returned nothing: end it with a return statement."


def _same(old, new) -> bool:
    """Whether an argument (array, list or dictionary) is what it was."""
    if isinstance(old, np.ndarray):
        may_be_nan = old.dtype.kind == "f"
        return np.array_equal(old, new, equal_nan=may_be_nan)
    if isinstance(old, dict):
        return old.keys() == new.keys()
    return repr(old) == repr(new)
