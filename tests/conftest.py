"""For every test: no network (here and in whatever is started), one thread, no window."""

import os
import runpy
import signal
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
OFFLINE = TESTS / "offline"

os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(OFFLINE), str(TESTS), os.environ.get("PYTHONPATH")])
)
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.pop("MLP_COURSE_CALLED", None)  # whoever runs the tests has called it somehow
os.environ.setdefault("MPLBACKEND", "agg")
runpy.run_path(str(OFFLINE / "sitecustomize.py"))
if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # so starts what runs in the background; tests send Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest.register_assert_rewrite("helpers.contract")


@pytest.fixture(scope="session")
def course() -> Path:
    """The folder of the course."""
    return Path(__file__).resolve().parent.parent


def pytest_terminal_summary(terminalreporter):
    """What the browser tests counted, as they recorded it."""
    passed = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    told = [
        text
        for report in passed
        for name, text in getattr(report, "user_properties", [])
        if name == "browser"
    ]
    if told:
        terminalreporter.section("browser")
    for text in told:
        terminalreporter.write_line(text)
