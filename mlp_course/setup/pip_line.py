"""Run pip or uv and show in one line what it is doing and for how long. Standard library only."""

import contextlib
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

STEP = re.compile(
    r"\s*(Collecting|Downloading|Using cached|Processing|Building wheel|Building|Preparing"
    r"|Installing|Resolved|Prepared) (.*)"
)
PIP_INSTALLS = "Installing collected packages"  # and their names, with a comma between
UV_INSTALLS = re.compile(r"Resolved (\d+) packages?")  # then they come, one by one


def run(
    command: list[str],
    log: Path,
    installed: Callable[[], int],
    *,
    who: str = "pip",
    cwd: Path,
    env: dict[str, str],
) -> int:
    """Run the `command` of pip or uv, keep all it says in `log`, and return its exit code.

    `installed` counts the packages there are by now, since both are silent while they install.
    """
    show = _Line()
    with open(log, "w", encoding="utf-8") as kept, _started(command, cwd, env) as installer:
        try:
            step = f"Starting {who}"
            before = installed()
            total = 0  # packages there will be in the end, once they are known
            for line in _ticking(installer.stdout or ()):
                kept.write(line)
                step = step_of(line) or step
                if line.startswith(PIP_INSTALLS):
                    total = before + line.count(",") + 1
                    step = f"Installing packages: {before} of {total}"
                elif resolved := UV_INSTALLS.match(line):
                    total = int(resolved[1])
                now = installed()
                if total and now > before:
                    step = f"Installing packages: {min(now, total)} of {total}"
                show(step)
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
    """One line with the seconds since the start.

    Redrawn in a terminal, written every 15 s elsewhere.
    """

    def __init__(self) -> None:
        self.terminal = sys.stdout.isatty()
        self.start = time.monotonic()
        self.next = 0.0  # s after the start, when it may be written again

    def __call__(self, text: str) -> None:
        seconds = time.monotonic() - self.start
        if seconds < self.next:
            return
        text = f"[{seconds:4.0f} s] {text}"
        if self.terminal:
            self.next = seconds + 0.1
            print(f"\r{text[:78]:78}", end="", flush=True)
        else:
            self.next = seconds + 15
            print(text, flush=True)

    def end(self) -> None:
        """Leave the terminal's line empty for what comes next."""
        if self.terminal:
            print(f"\r{'':78}\r", end="", flush=True)
