"""A process in which answers live, and the judge's end of it.

`answers(source)` is what a test sees of the names that `source` makes. Run as a program this is the
other process: it has the packages imported and forks for each source.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mlp_course.grading.judge.remote import Remote
from mlp_course.grading.judge.wire import Wire


class AnsweringProcess:
    """Starts the other process, and forks in it."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "helpers.answering", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "OMP_NUM_THREADS": "1"},
            )

    def ask(self, source: str, end: socket.socket) -> None:
        """Let an answer with this source serve `end`."""
        line = json.dumps(source).encode() + b"\n"
        sent = socket.send_fds(self.socket, [line], [end.fileno()])
        self.socket.sendall(line[sent:])

    def stop(self) -> None:
        """End it."""
        self.socket.close()
        self.process.wait()

    @contextmanager
    def answers(self, source: str, scratch: Path | None = None, **limits) -> Iterator[Remote]:
        """The judge's end of an answer."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self.ask(source, theirs)
            yield Remote(Wire(ours), scratch, **limits)


def serve(connection: socket.socket) -> None:
    """Fork for each source that comes, and serve its names."""
    from mlp_course.grading.judge.answers import Answers
    from mlp_course.lesson import scratch

    while True:
        line, fds = b"", []
        while not line.endswith(b"\n"):
            part, more, _, _ = socket.recv_fds(connection, 2**20, 1)
            if not part:
                return
            line += part
            fds += more
        if os.fork() == 0:
            try:
                connection.close()
                tempfile.tempdir = tempfile.mkdtemp(prefix="answering-")
                scratch.cache_clear()
                space = {"__name__": "__main__"}
                exec(json.loads(line), space)
                Answers(Wire(socket.socket(fileno=fds[0])), space).serve()
            finally:
                os._exit(0)
        os.close(fds[0])


if __name__ == "__main__":
    import ase  # noqa: F401 - forked children need not import what is there
    import torch

    import mlp_course.training  # noqa: F401

    torch.set_num_threads(1)
    serve(socket.socket(fileno=int(sys.argv[1])))
