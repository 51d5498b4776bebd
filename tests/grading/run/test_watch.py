"""What a student's processes use too much is seen, and what others use is not held against them."""

import pytest

from helpers.inside import inside, needs_sandbox

BOUND = """import os, socket, time
from mlp_course.grading.run.inside import limits, namespaces
from mlp_course.grading.run.inside.watch import Watch
"""
LOOK = """end, said = time.monotonic() + {}, watch.exceeded()
while not said and time.monotonic() < end:
    time.sleep(.1)
    said = watch.exceeded()
print(said)"""


def watched(program: str, says: str) -> str:
    """What is said of a program sooner or later.

    Nothing should be said within a second if `says` is empty.
    """
    return inside(f"{program}\n{LOOK.format(30 if says else 1)}", BOUND)


@needs_sandbox
@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("limits.PROCESSES = 3", "too many processes"),
        ("limits.THREADS = 3", "too many threads"),
        ("limits.MEMORY = 10**6", "too much memory"),
        ("pass", ""),
    ],
)
def test_what_is_used_too_much_is_said(does, says):
    children = "[os.fork() or (bytearray(10**7), time.sleep(60)) for _ in range(4)]"
    said = watched(f"watch = Watch()\n{children}\n{does}", says)
    assert says in said if says else said == ""


@needs_sandbox
@pytest.mark.parametrize(
    ("child", "says"),
    [
        (
            "[os.write(f, bytes(10**6)) for f in [os.memfd_create('x')] for _ in range(100)]",
            "too much memory",
        ),
        (
            "[os.write(f, bytes(10**6)) for f in [os.open('/dev/shm/x', 65)] for _ in range(100)]",
            "too much memory",
        ),
        ("namespaces.prctl(limits.SET_DUMPABLE, 0)", "too much memory"),
        # Sent, not received, and closed: no process has it open any more.
        (
            "f = os.memfd_create('x'); [os.write(f, bytes(10**6)) for _ in range(100)]; "
            "pair = socket.socketpair(); socket.send_fds(pair[0], [b'x'], [f]); os.close(f)",
            "too much memory",
        ),
        ("kept = [socket.socketpair() for _ in range(100)]", "too much memory"),
        ("kept = [socket.socketpair() for _ in range(10)]", ""),
        ("pass", ""),  # it is others on this machine who use it
    ],
)
def test_shared_memory_is_held_against_those_who_use_it(child, says):
    program = f"""watch, limits.MEMORY = Watch(), 5 * 10**7
watch.shared -= 10**8
if os.fork() == 0:
    {child}
    time.sleep(60)"""
    said = watched(program, says)
    assert says in said if says else said == ""


@needs_sandbox
@pytest.mark.parametrize(
    ("tries", "error"),
    [
        ("bytearray(10 * limits.MEMORY)", "MemoryError"),
        ("open('/tmp/x', 'wb').truncate(2 * limits.FILE)", "File too large"),
        ("kept = [open('/dev/null') for _ in range(2000)]", "Too many open files"),
    ],
)
def test_a_process_is_bounded(tries, error):
    assert error in inside(f"limits.bound()\n{tries}", BOUND)
