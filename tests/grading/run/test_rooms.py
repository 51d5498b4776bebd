"""Nothing outlives a student's room, nobody inside can name or change what is outside."""

import os
import subprocess
import sys

import psutil
import pytest

from helpers.interruptions import wait_until
from helpers.kernels import graded, notebook, run
from helpers.processes import alive
from helpers.traces import EVERYWHERE, LEAVES, LOOK
from mlp_course.grading.run import bubblewrap, sandbox
from mlp_course.grading.run.bubblewrap import LINE, WORK
from mlp_course.grading.run.execute import CHANGED

pytestmark = pytest.mark.skipif(
    bool(sandbox.missing()), reason=f"needs a sandbox: {sandbox.missing()}"
)
ROOMS = not sandbox.missing() and not bubblewrap.without_rooms()
needs_rooms = pytest.mark.skipif(not ROOMS, reason="no rooms can be made here")


def look(folder) -> str:
    """What can be seen by a notebook that begins."""
    return " ".join(run(LOOK, folder))


@needs_rooms
@pytest.mark.parametrize("what", LEAVES)
def test_the_next_notebook_finds_what_the_first_one_found(server, tmp_path, what):
    first = look(tmp_path)
    process = server.process.pid
    run(EVERYWHERE + LEAVES[what], tmp_path)
    assert server.changed == ""
    assert look(tmp_path) == first
    assert server.process.pid == process


@needs_rooms
def test_without_rooms_most_of_it_is_seen_and_is_a_reason_for_a_new_sandbox(server, tmp_path):
    server.rooms = False
    first = look(tmp_path)
    changed = {}
    for what in ("limits", "modes", "folders", "shared memory", "priorities", "processors"):
        process = server.process.pid
        run(EVERYWHERE + LEAVES[what], tmp_path)
        changed[what] = server.changed
        assert look(tmp_path) == first, what
        assert server.process.pid != process, what
    # Each says what it was.
    assert len(set(changed.values())) >= 5 and all(changed.values())


OPENS = """import os
opened = []
for top in ("/proc/sys", "/proc/1", "/proc/irq", "/proc/bus", "/proc", "/sys", "/dev", "/usr/bin"):
    for folder, _, files in os.walk(top):
        for name in files:
            path = f"{folder}/{name}"
            if path.startswith(("/dev/shm", "/dev/std", "/dev/fd")):
                continue
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
                opened.append(path)
            except OSError:
                pass
        if top == "/proc":
            break
print(*sorted(set(opened)))"""
DEVICES = ("full", "null", "ptmx", "pts/ptmx", "random", "tty", "urandom", "zero")


@needs_rooms
def test_of_the_system_nothing_can_be_written_but_devices(server, tmp_path):
    assert set(run(OPENS, tmp_path)) <= {f"/dev/{name}" for name in DEVICES}


RIGHTS = """import os, ctypes
status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines())
print(*[status[name] for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs")])
libc = ctypes.CDLL(None)
print([libc.unshare(kind) for kind in (0x10000000, 0x20000, 0x20000000, 0x40000000)])
print(os.getuid(), os.getgid(), os.getgroups() if {root} else [])
for action in ("os.setuid(0)", "os.setgid(0)", "open('/proc/1/environ').read()",
               "open('/proc/1/mem', 'rb').read(1)", "os.readlink('/proc/1/fd/0')",
               "os.listdir('/proc/1/root')"):
    try:
        eval(action)
        print("done")
    except OSError:
        print("refused")
"""


@needs_rooms
def test_a_student_has_no_rights_and_cannot_get_any(server, tmp_path):
    told = " ".join(run(RIGHTS.format(root=not os.getuid()), tmp_path))
    none = "0" * 16
    refused = " ".join(["refused"] * 6)
    assert told == f"{none} {none} {none} {none} 1 [-1, -1, -1, -1] 1000 1000 [] {refused}"


@needs_rooms
def test_the_first_process_of_a_room_takes_no_notice_of_signals(server, tmp_path):
    tries = "for number in range(1, 65):\n    each(lambda pid: pid == 1 and os.kill(1, number))"
    assert run(f"{EVERYWHERE}{tries}\nprint(1 in pids)", tmp_path) == ["True"]


@needs_rooms
@pytest.mark.skipif(bool(os.getuid()), reason="root has started nothing")
def test_whom_root_starts_is_nobody_else_outside(server, tmp_path):
    owners = set()
    for _ in range(3):
        run("pass", tmp_path)
        about = os.fstat(server.sandbox.opened[WORK])
        assert about.st_uid == about.st_gid != 0
        owners.add(about.st_uid)
    assert len(owners) == 3


@needs_rooms
def test_a_link_among_the_sockets_leads_nowhere(server, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("of the instructor")
    (tmp_path / "beside").mkdir()
    run(f"import os\nos.symlink({str(outside)!r}, '{LINE}/link')", tmp_path / "beside")
    link = f"{server.sandbox.outside(LINE)}/link"
    assert os.readlink(link) == str(outside)
    with pytest.raises(OSError, match="symbolic links"):
        os.stat(link)


@pytest.mark.skipif(not os.getuid(), reason="root needs rooms")
def test_who_cannot_make_rooms_has_a_sandbox_without_rights(server, tmp_path, monkeypatch):
    monkeypatch.setattr(bubblewrap, "RIGHTS", ())
    why = bubblewrap.without_rooms.__wrapped__()
    monkeypatch.setattr(bubblewrap, "without_rooms", lambda: why)
    rights = run("print(open('/proc/self/status').read())", tmp_path)
    assert "not permitted" in why
    assert rights[rights.index("CapEff:") + 1] == "0" * 16
    assert look(tmp_path) == look(tmp_path)


def test_root_has_no_sandbox_where_no_rooms_can_be_made(monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(bubblewrap, "_refused", lambda _, rooms: "refused" if rooms else "")
    monkeypatch.setattr(bubblewrap, "without_rooms", bubblewrap.without_rooms.__wrapped__)
    assert bubblewrap.missing.__wrapped__() == f"{bubblewrap.AS_ROOT} (refused)"


@needs_rooms
def test_who_changed_a_shared_sandbox_gets_a_remark_and_the_next_one_none(server, tmp_path):
    server.rooms = False
    limits = EVERYWHERE + LEAVES["limits"]
    said = CHANGED.format("the limits of the process that starts Python")[1:-1]
    assert said in graded(notebook(limits), tmp_path)[1]
    assert graded(notebook("print(1)"), tmp_path) == (["1"], "")


GRADES = """import sys
from helpers.kernels import run
from mlp_course.grading.run.warm import FORK_SERVER
FORK_SERVER.isolated = True
run('''{source}''', sys.argv[1])
"""
STAYS = """import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        os.execvp('sleep', ['sleep', '54321'])
    os._exit(0)
time.sleep(600)"""


def test_no_room_survives_a_grader_that_is_killed(tmp_path):
    program = GRADES.format(source=STAYS)
    with subprocess.Popen([sys.executable, "-c", program, tmp_path]) as grader:
        started: list[psutil.Process] = []

        def sleeps() -> bool:
            started[:] = psutil.Process(grader.pid).children(recursive=True)
            return any(one.name() == "sleep" for one in started)

        try:
            wait_until(sleeps)
        finally:
            grader.kill()
    # bubblewrap, what forks, the first process of the room, the kernel, and what left it
    assert len(started) >= 5
    wait_until(lambda: not any(alive(one.pid) for one in started))
