"""A program whose reader goes away (`... | head`) ends without a word. Standard library only.

Python raises BrokenPipeError then, which is an OSError: whoever handles a full disk would handle
it, too, and say something that is not so. Here it is an error of its own, that nobody handles.
"""

import io
import os
import sys
from collections.abc import Callable
from typing import Any

UNHEARD = 141  # what a shell reports of any tool whose reader has gone (128 + SIGPIPE)


class Unheard(BaseException):
    """Nobody reads what is printed any more; not an Exception, as KeyboardInterrupt is none."""


class _Pipe(io.FileIO):
    """Where the bytes go that are printed."""

    def write(self, content: Any, /) -> int:
        """As any file does, but for the error."""
        try:
            return super().write(content)
        except BrokenPipeError:
            raise Unheard from None


def run(program: Callable[[], int]) -> int:
    """Run a whole program, which prints; returns its exit code, or UNHEARD."""
    _watch()
    try:
        try:
            return program()
        finally:
            # What is still kept back must not fail when nobody can handle it any more.
            if sys.stdout is not None:
                sys.stdout.flush()
    except Unheard:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        return UNHEARD


def _watch() -> None:
    """Print through a `_Pipe`; where stdout is none of the system's files, leave it."""
    out = sys.stdout
    if not isinstance(out, io.TextIOWrapper):
        return
    out.flush()
    pipe = _Pipe(out.fileno(), "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(pipe),
        encoding=out.encoding,
        errors=out.errors,
        line_buffering=out.line_buffering,
    )
