"""The order of all tests, which of them are slow, and what a notebook's cells may do while nbval
runs them.

In notebooks/, what students get, only an open item may stop a cell, and only a cell tagged for it;
each test must say that its item is open, and say so again, last to first, when all has been run.
In solutions/ every test cell must give full marks, as a plain number if it gives partial ones, and
write nothing to stderr. What a worked lesson shows is kept for the site, which need not run it
again, and the epochs that it trains for its release (`helpers.epochs`).
"""

import os
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from helpers import epochs
from helpers.running import is_slow, place_in_line
from mlp_course.lessons.cells import is_test

ROOT = Path(__file__).resolve().parent
NUMBER = re.compile(r"\d+(\.\d*)?")
INLINE = "module://matplotlib_inline.backend_inline"  # figures become outputs, as on the site
LONGEST_TEST = 300  # s, of one test of an empty answer; only what hangs
SHARED = "MLP_COURSE_TEST_RUN"  # a folder that the workers of one run have in common


def pytest_configure(config):
    """Make the workers' folder, before they start."""
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="mlp-course-tests-")


def pytest_unconfigure(config):
    """Delete it, when they have ended."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


def pytest_itemcollected(item):
    """Mark what is slow, before anybody asks for the marks."""
    if is_slow(_name(item)):
        item.add_marker("slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first, or one of them starts last, alone."""
    items.sort(key=lambda item: place_in_line(_name(item)))


def _name(item) -> str:
    """The test's file, from the course's folder."""
    path = Path(item.path)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Let the kernel of a notebook, which starts with its first cell, draw as on a page."""
    if not hasattr(item, "test_outputs"):
        return (yield)
    if not hasattr(item.parent, "mark"):
        item.parent.mark = _fingerprint(Path(item.path))
    with pytest.MonkeyPatch.context() as environment:
        for name, value in _variables(Path(item.path)).items():
            environment.setenv(name, value)
        return (yield)


def _variables(path: Path) -> dict[str, str]:
    """What the kernel of a notebook is told."""
    # As tests/conftest.py does, which is not read where a notebook is all that is tested
    folders = [str(ROOT / "tests" / "offline"), str(ROOT / "tests")]
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    told = {
        "MPLBACKEND": INLINE,
        "PYTHONPATH": os.pathsep.join([*folders, *filter(None, known)]),
        epochs.FOLDER: os.environ[SHARED],
    }
    if "notebooks" in path.parts:
        told[epochs.TAKES] = "yes"
    return told


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Look at what a cell put out, once it has run."""
    result = yield
    if hasattr(item, "test_outputs"):
        outputs = item.test_outputs or []
        is_release = "notebooks" in Path(item.path).parts
        fault = cell_fault(item.cell, outputs, is_release=is_release)
        if fault:
            pytest.fail(f"{item.nodeid}: {fault}", pytrace=False)
        item.cell.outputs = outputs
        item.cell.metadata["ran"] = True
        if is_release and item.cell is _code(item.parent.nb)[-1]:
            _run_tests_again(item)
    return result


def _code(notebook) -> list[dict]:
    """The code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _run_tests_again(item) -> None:
    """Fail if a test of an empty answer passes now that the whole lesson has been run."""
    faults = []
    for cell in reversed(_code(item.parent.nb)):
        outputs = []
        if is_test(cell):
            item.parent.kernel.kc.execute_interactive(
                cell.source,
                allow_stdin=False,
                output_hook=lambda message, kept=outputs: kept.append(message),
                timeout=LONGEST_TEST,
            )
            errors = [message["content"] for message in outputs if message["msg_type"] == "error"]
            names = [error["ename"] for error in errors]
            if names != ["NotImplementedError"]:
                faults.append(f"run again, {cell.source!r} ends with {names or 'no error'}")
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After the last cell of a worked lesson that ran whole, keep what it showed."""
    result = yield
    is_last = nextitem is None or nextitem.parent is not item.parent
    if hasattr(item, "test_outputs") and is_last and "solutions" in Path(item.path).parts:
        _keep(item.parent.nb, Path(item.path), item.parent.mark)
    return result


def _fingerprint(path: Path) -> str:
    """What the outputs of a worked lesson depend on, as it was before its run; '' of others."""
    from mlp_course.book.execution import fingerprint

    return fingerprint(path, ROOT) if path.is_relative_to(ROOT / "solutions") else ""


def _keep(notebook, path: Path, mark: str) -> None:
    """Keep the outputs of a whole run where the site looks for them."""
    from mlp_course.book.execution import keep

    ran = [cell.metadata.pop("ran", False) for cell in _code(notebook)]
    if all(ran) and mark:
        keep(notebook, path, ROOT, mark)


def cell_fault(cell: dict, outputs: list[dict], is_release: bool) -> str:
    """What is wrong with the outputs of a cell, in words; '' if nothing is."""
    errors = [output.ename for output in outputs if output.output_type == "error"]
    if set(errors) - {"NotImplementedError"}:
        nothing = "a student who has answered nothing"
        return f"{nothing} would see {errors[0]}, not that the item is open"
    about = cell.metadata.get("nbgrader", {})
    if is_release and is_test(cell) and not errors:
        return "a student who has answered nothing would see that the answer is right"
    if is_release or not about.get("grade") or about.get("solution"):
        return ""
    if any(output.get("name") == "stderr" for output in outputs):
        return "it writes to stderr, which costs students marks"
    shown = []
    for output in outputs:
        if output.output_type == "execute_result":
            shown.append(output.data.get("text/plain", ""))
    if shown and not NUMBER.fullmatch(shown[-1]):
        return f"its result {shown[-1]} is not a plain number, so any answer gets full marks"
    if shown and float(shown[-1]) != about["points"]:
        return f"the worked answer gets {shown[-1]} of {about['points']} points"
    return ""


def pytest_terminal_summary(terminalreporter):
    """How many cells of each notebook ran."""
    counts = Counter()
    for kind in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(kind, []):
            file, _, _ = getattr(report, "nodeid", "").partition("::")
            if file.endswith(".ipynb") and getattr(report, "when", "") == "call":
                counts[file, kind] += 1
    if counts:
        terminalreporter.section("notebook cells")
    for (file, kind), number in sorted(counts.items()):
        terminalreporter.write_line(f"{file}: {number} code cells {kind}")
