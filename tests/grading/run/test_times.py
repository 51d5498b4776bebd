"""How long a cell may take and how much its processes may hold, whatever else the machine does."""

import subprocess
import sys

import pytest

from helpers.inside import needs_sandbox
from helpers.kernels import graded, notebook
from mlp_course.grading.run.execute import STOPPED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

COMPUTES = """import time
while time.process_time() - began < {}:
    pass
print('done')"""
BEGINS = "import time\nbegan = time.process_time()\n"
FOREVER = "while True:\n    pass"
CHILD = "import os\nif os.fork() == 0:\n    while True:\n        pass\nos.wait()"


@pytest.mark.parametrize("isolated", [True, False])
@pytest.mark.parametrize("endless", [FOREVER, CHILD, "import time\ntime.sleep(10**6)"])
def test_a_cell_that_never_ends_is_stopped_and_the_next_one_runs(
    server, tmp_path, endless, isolated
):
    nb = notebook("x = 1", endless, "print(x)")
    ends, remarks = graded(nb, tmp_path, answer_timeout=1, isolated=isolated)
    assert ends == ["", "CellTimeoutError", "1"]
    assert remarks == f"a1: t{STOPPED[1:-1]}"


def test_a_cell_that_goes_on_when_interrupted_is_ended_with_its_kernel(server, tmp_path):
    goes_on = f"try:\n    {FOREVER.replace(chr(10), chr(10) + '    ')}\nexcept BaseException:\n"
    nb = notebook("x = 1", f"{goes_on}    while True:\n        pass", "print(x)")
    ends, remarks = graded(nb, tmp_path, answer_timeout=1)
    assert ends == ["", "NotRun", "1"]
    assert "could not be interrupted" in remarks


def test_what_else_the_machine_does_costs_nobody_a_mark(server, tmp_path, monkeypatch):
    nb = notebook("import time", BEGINS + COMPUTES.format(0.6), BEGINS + COMPUTES.format(1.5))
    # Those of one session share what one of another has alone.
    busy = [
        subprocess.Popen([sys.executable, "-c", FOREVER], start_new_session=True) for _ in range(10)
    ]
    try:
        ends, remarks = graded(nb, tmp_path, answer_timeout=1)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert ends == ["", "done", "CellTimeoutError"]
    assert remarks == f"a2: t{STOPPED[1:-1]}"


SNAPSHOTS = """import os, signal
kept = bytearray(os.urandom(1)) * 320_000_000
pids = []
for _ in range(15):
    pid = os.fork()
    if not pid:
        signal.pause()
    pids.append(pid)
import time
began = time.process_time()
while time.process_time() - began < 1:
    pass
for pid in pids:
    os.kill(pid, 9)
print(len(pids))"""


@needs_sandbox
def test_memory_that_snapshots_have_in_common_counts_once(server, tmp_path):
    assert graded(notebook(SNAPSHOTS), tmp_path) == (["15"], "")
