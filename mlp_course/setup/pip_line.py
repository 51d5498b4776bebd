"""Run pip or uv and show in one line what it is doing and for how long. Standard library only."""

import contextlib
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mlp_course.setup.share import PIP_INSTALLS, Share, bar

STEP = re.compile(
    r"\s*(Collecting|Downloading|Using cached|Processing|Building wheel|Building|Preparing"
    r"|Installing|Resolved|Prepared) (.*)"
)
WIDEST = 100  # characters of the line
BAR = 20
NARROW = 70  # a terminal with fewer characters has no room for the bar


def run(
    command: list[str],
    log: Path,
    installed: Callable[[], int],
    *,
    who: str = "pip",
    cwd: Path,
    env: dict[str, str],
    pinned: int = 0,
) -> int:
    """Run the `command` of pip or uv, keep all it says in `log`, and return its exit code.

    `installed` counts the packages there are by now, since both are silent while they install; of
    those that are `pinned` most will come.
    """
    show = _Line()
    with open(log, "w", encoding="utf-8") as kept, _started(command, cwd, env) as installer:
        try:
            step = f"Starting {who}"
            before = installed()
            share = Share(before, pinned)
            for line in _ticking(installer.stdout or ()):
                kept.write(line)
                step = step_of(line) or step
                now = installed()
                share.hear(line)
                share.count(now)
                is_unpacking = line.startswith(PIP_INSTALLS) or now > before
                if share.total and is_unpacking:
                    step = f"Installing packages: {min(now, share.total)} of {share.total}"
                show(step, share)
        except BaseException:
            installer.terminate()
            raise
        finally:
            show.end()
    return installer.returncode


def step_of(line: str) -> str:
    """What a line of pip's or uv's output is about, short; empty if nothing worth showing.

    >>> step_of("Collecting torch<3,>=2.6 (from mlp-course==0.1.0)")
    'Collecting torch'
    >>> step_of("  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (754.1 MB)")
    'Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (754.1 MB)'
    >>> step_of("Resolved 201 packages in 1.20s")
    'Resolved 201 packages'
    >>> step_of("WARNING: something else")
    ''
    """
    found = STEP.match(line)
    if not found:
        return ""
    verb, what = found.groups()
    if verb in ("Resolved", "Prepared"):
        return f"{verb} {what.partition(' in ')[0]}"
    what, _, size = what.partition(" (")
    name = re.split(r"[ ;<>=!~,\[]", os.path.basename(what))[0]
    if size[:1].isdigit():
        return f"{verb} {name} ({size}"
    return f"{verb} {name}"


def _started(command: list[str], cwd: Path, env: dict[str, str]) -> subprocess.Popen:
    """The command, running; all that it says comes from its `stdout`."""
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _ticking(output: Iterable[str]) -> Iterator[str]:
    """The lines of `output` as they come, and an empty one for every second without any."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_pass_on, args=(output, lines), daemon=True).start()
    line: str | None = ""
    while line is not None:
        yield line
        line = ""
        with contextlib.suppress(queue.Empty):
            line = lines.get(timeout=1)


def _pass_on(output: Iterable[str], lines: queue.SimpleQueue) -> None:
    """Put every line of `output` into `lines`, and None at its end."""
    # ValueError: it was closed because the run was interrupted.
    with contextlib.suppress(ValueError):
        for line in output:
            lines.put(line)
    lines.put(None)


class _Line:
    """One line: seconds since the start, the share that is done, what is being done.

    Redrawn in a terminal, written every 15 s elsewhere.
    """

    def __init__(self) -> None:
        self.terminal = sys.stdout.isatty()
        self.start = time.monotonic()
        self.next = 0.0  # s after the start, when it may be written again
        self.width = min(shutil.get_terminal_size().columns - 1, WIDEST)
        self.signs = "█░"
        try:
            self.signs.encode(sys.stdout.encoding or "ascii")
        except UnicodeEncodeError:
            self.signs = "#-"

    def __call__(self, step: str, share: Share) -> None:
        seconds = time.monotonic() - self.start
        if seconds < self.next:
            return
        words = [f"[{seconds:4.0f} s]"]
        if share.done > 0:
            if self.terminal and self.width >= NARROW:
                words.append(bar(share.done, BAR, self.signs))
            words.append(f"{share.done:4.0%}")
            left = share.left(seconds)
            if left:
                words.append(f"{left}:")
        text = " ".join([*words, step])
        if self.terminal:
            self.next = seconds + 0.1
            print(f"\r{text[: self.width]:{self.width}}", end="", flush=True)
        else:
            self.next = seconds + 15
            print(text, flush=True)

    def end(self) -> None:
        """Leave the terminal's line empty for what comes next."""
        if self.terminal:
            print(f"\r{'':{self.width}}\r", end="", flush=True)
