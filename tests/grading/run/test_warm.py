"""Forked kernels behave as ordinary ones do; nothing outlives them, their maker or the grader."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import v4

from helpers.kernels import run
from helpers.processes import alive
from mlp_course.grading.run import kernels, sandbox
from mlp_course.grading.run.execute import ResilientExecutor
from mlp_course.grading.run.imports import imported
from mlp_course.grading.run.kernels import (
    NoAnswerError,
    PromptClient,
    WarmKernelManager,
    WarmProvisioner,
)
from mlp_course.grading.run.warm import ForkServer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

DRAWS = (
    "import os, random, sys\nimport numpy as np\n"
    "print(random.random(), np.random.rand(), "
    "np.random.default_rng().random(), os.getpid(), os.getppid())"
)
DETACHES = """import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        time.sleep(600)
    os._exit(0)
time.sleep(0.2)
pids = open(f'/proc/{os.getppid()}/task/{os.getppid()}/children').read().split()
print(*pids)"""


@pytest.fixture
def server(monkeypatch) -> ForkServer:
    """One of the test's own, with NumPy imported."""
    own = ForkServer()
    own.modules = ["numpy", "no_such_module"]
    monkeypatch.setattr(kernels, "FORK_SERVER", own)
    monkeypatch.setattr(WarmProvisioner, "said", False)
    yield own
    own.stop()


def gone(*pids: int | str) -> bool:
    """Whether all these end within some seconds."""
    end = time.monotonic() + 60
    while time.monotonic() < end and any(map(alive, pids)):
        time.sleep(0.05)
    return not any(map(alive, pids))


def test_kernels_are_forked_and_draw_numbers_of_their_own(server):
    first, second = run(DRAWS), run(DRAWS)
    assert first[4] == second[4] == str(server.process.pid)
    assert not set(first[:4]) & set(second[:4])
    assert gone(first[3], second[3])


def test_modules_are_there_before_the_kernel_is(server):
    look = (
        "import sys; m = sys.modules; print('numpy' in m, "
        "'torch' in m, m['__main__'].__dict__ is globals())"
    )
    assert run(look) == ["True", "False", "True"]


def test_a_kernel_starts_where_it_should_with_nothing_in_its_namespace(server, tmp_path):
    (tmp_path / "beside.py").write_text("x = 'found'")
    look = (
        "import os, beside\n"
        "print(os.getcwd(), beside.x, "
        "[n for n in globals() if n in ('serve', 'fork', 'np')], input)"
    )
    assert run(look, tmp_path)[:3] == [str(tmp_path), "found", "[]"]


@pytest.mark.skipif(bool(os.getuid()), reason="only root sees what that process has open")
def test_a_kernel_has_the_fork_servers_socket_no_more(server):
    open_files = (
        "import os\n"
        "print(*[os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')[:-1]])"
    )
    run("")
    ours = os.readlink(f"/proc/{os.getpid()}/fd/{server.socket.fileno()}")
    theirs = {os.readlink(path) for path in Path(f"/proc/{server.process.pid}/fd").iterdir()}
    sockets = {name for name in theirs if name.startswith("socket")}
    assert sockets and ours not in sockets
    assert not sockets & set(run(open_files))


# Packets that keep their bounds come from no other socket of a kernel.
ANSWERS = """import os, socket, stat
for number in map(int, os.listdir("/proc/self/fd")[:-1]):
    if stat.S_ISSOCK(os.fstat(number).st_mode):
        line = socket.socket(fileno=os.dup(number))
        if line.type == socket.SOCK_SEQPACKET:
            line.send(line.recv(100).upper())
            print(number)
        line.close()
"""


@pytest.mark.parametrize("isolated", [False, True])
def test_a_kernel_has_the_open_files_it_is_given_and_the_next_has_not(
    server, monkeypatch, isolated
):
    if isolated and sandbox.missing():
        pytest.skip(f"needs a sandbox: {sandbox.missing()}")
    server.isolated = isolated
    pairs = [socket.socketpair(type=socket.SOCK_SEQPACKET) for _ in range(2)]
    for word, (ours, _) in zip([b"one", b"two"], pairs, strict=True):
        ours.send(word)
    monkeypatch.setattr(WarmKernelManager, "fds", [theirs.fileno() for _, theirs in pairs])
    assert sorted(run(ANSWERS)) == sorted(map(str, server.kernel.fds))
    monkeypatch.setattr(WarmKernelManager, "fds", [])
    assert run(ANSWERS) == []
    for word, (ours, theirs) in zip([b"ONE", b"TWO"], pairs, strict=True):
        theirs.close()
        # No process has the other end any more.
        assert (ours.recv(100), ours.recv(100)) == (word, b"")
        ours.close()


def test_what_a_kernel_leaves_behind_ends_with_it(server):
    daemons = run(DETACHES)
    assert len(daemons) == 2  # the kernel, and the process that left it
    assert gone(*daemons) and alive(server.process.pid)


def test_a_dead_fork_server_is_replaced(server, capsys):
    before = run(DRAWS)[4]
    server.process.kill()
    server.process.wait()
    assert run(DRAWS)[4] == str(server.process.pid) != before
    assert capsys.readouterr().err == ""


def test_without_a_fork_server_kernels_are_ordinary_and_that_is_said_once(
    server, monkeypatch, capfd
):
    monkeypatch.setattr(
        ForkServer, "_start", lambda self: (_ for _ in ()).throw(OSError("no more processes"))
    )
    assert run(DRAWS)[4] == str(os.getpid()) == run(DRAWS)[4]
    assert capfd.readouterr().err.count("Kernels start slowly here: ") == 1


def test_a_kernel_that_nobody_ended_makes_room_for_the_next(server):
    left = server.fork([], {}, ".")
    assert left.poll() is None
    for _ in range(2):
        assert run(DRAWS)[4] == str(server.process.pid)
        assert gone(left.pid) and left.poll() == 1


def test_a_kernel_ends_with_its_fork_server_whatever_the_next_one_says(server):
    left = server.fork([], {}, ".")
    server.stop()
    server._start()
    assert left.poll() == 1 and gone(left.pid)
    assert run(DRAWS)[4] == str(server.process.pid)


def test_where_nothing_is_forked_kernels_are_ordinary(server, monkeypatch, capfd):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert run(DRAWS)[4] == str(os.getpid())
    assert "only Linux" in capfd.readouterr().err


def test_nothing_survives_a_grader_that_is_killed(tmp_path):
    stays = "\nopen('out', 'w').write(' '.join([*pids, str(os.getppid())]))\ntime.sleep(600)"
    grades = f"from helpers.kernels import run\nrun({DETACHES + stays!r}, '.')"
    (tmp_path / "grader.py").write_text(grades)
    out = tmp_path / "out"
    with subprocess.Popen([sys.executable, tmp_path / "grader.py"], cwd=tmp_path) as grader:
        try:
            end = time.monotonic() + 60
            while not (out.exists() and out.read_text()):
                assert grader.poll() is None and time.monotonic() < end
                time.sleep(0.1)
            pids = out.read_text().split()
            assert len(pids) == 3 and all(map(alive, pids))
        finally:
            grader.kill()
    assert gone(*pids)


def test_only_what_locked_cells_import_is_imported():
    locked, own = {"nbgrader": {"locked": True}}, {"nbgrader": {"solution": True}}
    cells = [
        v4.new_code_cell(
            "import numpy as np\ndef f():\n    from scipy import spatial", metadata=locked
        ),
        v4.new_code_cell("this isn't Python", metadata=locked),
        v4.new_code_cell("import trap", metadata=own),
        v4.new_code_cell("import another_trap"),
    ]
    assert imported(v4.new_notebook(cells=cells)) == ["numpy", "scipy", "scipy.spatial"]


@pytest.mark.parametrize("silent", [1, 99])
def test_a_kernel_that_does_not_answer_is_started_again(server, monkeypatch, tmp_path, silent):
    asked, wait = [], PromptClient._async_wait_for_ready

    async def sometimes(self, timeout=None):
        asked.append(timeout)
        if len(asked) <= silent:
            raise NoAnswerError("not now")
        await wait(self, timeout)

    monkeypatch.setattr(PromptClient, "wait_for_ready", sometimes)
    notebook = v4.new_notebook(
        cells=[v4.new_code_cell("print(1 + 1)", metadata={"nbgrader": {"grade": True}})]
    )
    with contextlib.nullcontext() if silent == 1 else pytest.raises(NoAnswerError):
        ResilientExecutor(restarts=2).preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert len(asked) == (2 if silent == 1 else 3)
    assert [output.text for output in notebook.cells[0].outputs] == ["2\n"] * (silent == 1)
