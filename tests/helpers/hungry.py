"""Functions that take more than reading a text may take; a `Reader` runs them in its child."""

import os
import signal
import time


def double(number: int) -> int:
    """Twice the number, at once."""
    return 2 * number


def loop() -> None:
    """Compute for ever."""
    while True:
        pass


def sleep() -> None:
    """Use no processor, for longer than a test."""
    time.sleep(1000)


def grow() -> int:
    """Take a gigabyte."""
    return len(bytearray(2**30))


def crash() -> None:
    """End Python, as a parser that is written in C can."""
    os.kill(os.getpid(), signal.SIGSEGV)


def crash_at_once(*_: object) -> None:
    """End Python, whatever it was asked."""
    crash()


def recurse() -> None:
    """Nest for ever."""
    recurse()


def refuse() -> None:
    """Raise an error of its own."""
    raise ValueError("this is no notebook")


def pid() -> int:
    """The number of the child."""
    return os.getpid()
