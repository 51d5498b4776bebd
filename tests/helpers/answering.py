"""A process in which answers live, and the judge's end of it.

`answers(source)` is what a test sees of the names that `source` makes. Run as a program this is the
other process: it has the packages imported and forks for each source.
"""

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
from mlp_course.grading.run.inside import wire


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
        wire.send(self.socket, {"source": source}, [end.fileno()])

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
        request, fds = wire.receive(connection)
        if request is None:
            return
        if os.fork() == 0:
            try:
                connection.close()
                tempfile.tempdir = tempfile.mkdtemp(prefix="answering-")
                scratch.cache_clear()
                space = {"__name__": "__main__"}
                exec(request["source"], space)
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
