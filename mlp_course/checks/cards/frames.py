"""The student's own lines that an error went through, and nobody else's."""

import linecache
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from mlp_course.checks.cards.wording import shortened, writable

LONGEST_LINE = 200  # characters
MOST_FRAMES = 12  # lines; of more, as of an endless recursion, the first and the last
PACKAGES = "site-packages"  # the folder of whatever was installed


@dataclass(frozen=True)
class Frame:
    """A line of an answer cell, and the function it stands in."""

    line: int
    source: str
    name: str

    def text(self) -> str:
        """As a traceback has it."""
        return f"line {self.line}, in {self.name}:  {self.source}"


def own_frames(error: BaseException) -> tuple[Frame, ...]:
    """The lines of cells that the error went through, below the test that called them."""
    found = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        # The test's own line is at the top of its cell; answers are functions.
        if code.co_name == "<module>" or not is_of_a_cell(code):
            continue
        source = linecache.getline(code.co_filename, line).strip()
        source = shortened(writable(source), LONGEST_LINE)
        found.append(Frame(line, source, code.co_name))
    half = MOST_FRAMES // 2
    if len(found) > MOST_FRAMES:
        return tuple(found[:half] + found[-half:])
    return tuple(found)


def is_raised_in_a_cell(error: BaseException) -> bool:
    """Whether it was a cell's own line that raised the error, not something it called."""
    codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(codes) and is_of_a_cell(codes[-1])


def says_open(error: BaseException) -> bool:
    """Whether an answer that ended so is still open.

    PyTorch and others raise the same error for what they cannot do, which is an answer's mistake.
    """
    return isinstance(error, NotImplementedError) and not _is_raised_by_a_package(error)


def _is_raised_by_a_package(error: BaseException) -> bool:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if not frames:
        return False
    module = str(frames[-1].f_globals.get("__name__", ""))
    is_installed = PACKAGES in Path(frames[-1].f_code.co_filename).parts
    return is_installed and module.partition(".")[0] != "mlp_course"


def is_of_a_cell(code: CodeType) -> bool:
    """Whether the code stands in no file, yet has a source: that of a notebook's cell."""
    name = code.co_filename
    return bool(linecache.getlines(name)) and not Path(name).is_file()
