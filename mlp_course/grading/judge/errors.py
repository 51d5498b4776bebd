"""Errors of answers, of types that the judge knows."""

import builtins
import pickle
from typing import Any

import numpy as np

from mlp_course.grading.judge.values.plain import RefusedError

# What may be raised again under its own name: Python's own errors, and one of NumPy's
ERRORS: dict[str, type[Exception]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, StopIteration | StopAsyncIteration)
}
ERRORS["LinAlgError"] = np.linalg.LinAlgError


class StoppedError(Exception):
    """The answer's process does not answer any more: nothing more can be asked of it."""

    is_a_sentence = True  # see `Exercise.card_for`


def refused(name: str, why: str) -> RefusedError:
    """The sentence for what cannot be rebuilt."""
    who = f"`{name}`" if name else "Your answer"
    error = RefusedError(f"{who} gave what no test can read: {why}.")
    error.is_the_answers = True  # type: ignore[attr-defined]
    return error


def that_can_be_sent(error: Exception) -> Exception:
    """The same error, or its text if it cannot be pickled."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(str(error))
    return error


def a_place(place: Any) -> list[int] | None:
    """Cell and line, if that is what was sent."""
    if not isinstance(place, list) or len(place) != 2:
        return None
    if all(type(number) is int and 0 < number < 10**6 for number in place):
        return place
    return None
