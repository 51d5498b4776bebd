"""What a notebook's cells may do while pytest runs them (nbval), over and above running without an error.

In notebooks/, what students get, only an open item may stop a cell, and only a cell tagged for it. In solutions/ every
test cell must give full marks, as a plain number if it gives partial ones, and write nothing to stderr.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

RAISES = "raises-exception"
NUMBER = re.compile(r"\d+(\.\d*)?")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Look at what a cell put out, once it has run."""
    result = yield
    if hasattr(item, "test_outputs"):
        fault = cell_fault(
            item.cell, item.test_outputs or [], is_release="notebooks" in Path(item.path).parts
        )
        if fault:
            pytest.fail(f"{item.nodeid}: {fault}", pytrace=False)
    return result


def cell_fault(cell: dict, outputs: list[dict], is_release: bool) -> str:
    """What is wrong with the outputs of a cell, in words; '' if nothing is."""
    errors = [output.ename for output in outputs if output.output_type == "error"]
    if set(errors) - {"NotImplementedError"}:
        return (
            f"a student who has answered nothing would see {errors[0]}, not that the item is open"
        )
    about = cell.metadata.get("nbgrader", {})
    if is_release or not about.get("grade") or about.get("solution"):
        return ""
    if any(output.get("name") == "stderr" for output in outputs):
        return "it writes to stderr, which costs students marks"
    shown = [
        output.data.get("text/plain", "")
        for output in outputs
        if output.output_type == "execute_result"
    ]
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
