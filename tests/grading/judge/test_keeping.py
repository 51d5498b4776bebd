"""A kernel serves one test after the other, whatever becomes of an answer."""

import socket
import subprocess
import sys

import pytest

from mlp_course.grading.judge.errors import StoppedError
from mlp_course.grading.judge.remote import Remote
from mlp_course.grading.judge.wire import Wire

KERNEL = """
import os, sys, time
from mlp_course.grading.judge.keeping import KEPT, serve_each

def sleeps():
    time.sleep(10**6)

def answers():
    return which

which = "first"
KEPT[1] = dict(globals())
which = "last"
fds = map(int, sys.argv[1:])
serve_each(globals(), [(fd, count) for fd, count in zip(fds, (1, 0, 1))])
"""

# Until there is no memory for anything
FULL = """
from mlp_course.grading.run.inside import limits

limits.bound()
taken = []
for size in (2**26, 2**20, 2**12, 2**6):
    try:
        while True:
            taken.append(bytearray(size))
    except MemoryError:
        pass
"""
# The second copy cannot be made any more.
ALONE = """
from mlp_course.grading.judge import keeping

copies = iter([os.fork])

def fork():
    for copy in copies:
        return copy()
    raise BlockingIOError

keeping.PROTECTED = (fork, *keeping.PROTECTED[1:])
"""


@pytest.fixture(params=[""])
def remotes(request):
    """The judge's ends of three tests."""
    pairs = [socket.socketpair() for _ in range(3)]
    theirs = [there for _, there in pairs]
    fds = [there.fileno() for there in theirs]
    kernel = KERNEL.replace("serve_each(glob", f"{request.param}\nserve_each(glob")
    command = [sys.executable, "-c", kernel, *map(str, fds)]
    process = subprocess.Popen(command, pass_fds=fds)
    for there in theirs:
        there.close()
    yield [Remote(Wire(ours), None, patience=60.0) for ours, _ in pairs]
    for ours, _ in pairs:
        ours.close()
    process.wait(60)


def test_an_answer_that_sleeps_costs_no_other_test(remotes):
    first, *others = remotes
    sleeps = first.look(["sleeps"])["sleeps"]
    first.patience = 0.1
    with pytest.raises(StoppedError, match="too long"):
        sleeps()
    first.close()
    for remote, which in zip(others, ("last", "first"), strict=True):
        assert remote.look(["answers"])["answers"]() == which
        remote.close()


@pytest.mark.parametrize("remotes", [FULL], indirect=True)
def test_a_kernel_that_has_no_memory_left_serves(remotes):
    for remote, which in zip(remotes, ("first", "last", "first"), strict=True):
        assert remote.look(["answers"])["answers"]() == which
        remote.close()


@pytest.mark.parametrize("remotes", [ALONE], indirect=True)
def test_nobody_waits_for_a_copy_that_cannot_be_made(remotes):
    first, *others = remotes
    assert first.look(["answers"])["answers"]() == "first"
    first.close()
    for remote in others:
        with pytest.raises(StoppedError, match="stopped"):
            remote.look(["answers"])
