"""How the work on a text grows with it, counted and not timed."""

import sys
from collections.abc import Callable
from typing import Any

# Of lists, what looks at all that is in one, or moves it; written in C, it counts as one call.
ON_ALL = {"pop", "insert", "index", "remove", "count", "copy"}


def operations(function: Callable, *arguments: object) -> int:
    """Calls that `function(*arguments)` makes, of functions in Python and in C.

    Those of lists that look at all of one count as many as are in it.
    """
    count = 0

    def note(_: Any, event: str, called: Any) -> None:
        nonlocal count
        if event == "call":
            count += 1
        elif event == "c_call":
            count += 1
            owner = getattr(called, "__self__", None)
            if isinstance(owner, list) and called.__name__ in ON_ALL:
                count += len(owner)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    return count


def growth(function: Callable[[int], object], size: int) -> float:
    """How many times as many operations twice the size takes: 2 if linear, 4 if quadratic."""
    function(2 * size)  # what is kept from call to call is there
    return operations(function, 2 * size) / operations(function, size)
