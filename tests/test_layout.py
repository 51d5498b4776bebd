"""A room of the library imports only from the rooms above it, and the bootstrap needs nothing installed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOMS = [
    *("progress", "files", "environment"),
    *("structures", "graph", "radial", "angular", "descriptors", "potentials"),
    *("calculator", "rigid_ion", "dynamics", "transport"),
    *(
        "data",
        "metrics",
        "batches",
        "training",
        "plots",
        "listeners",
        "uncertainty",
        "reference",
        "symmetry",
        "viewer",
    ),
    *("quiz", "lesson", "doctor", "workspace", "update", "suite", "book", "grading", "cli"),
]
SETTINGS = "jupyter"  # nbgrader's, not a room
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_ARGUMENTS = 200, 35, 8


def upward_imports(package: Path) -> list[str]:
    """Every import below `package` of a room that stands lower in ROOMS than the importing one."""
    wrong = []
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).with_suffix("").parts[0]
        if room in ("__init__", SETTINGS):
            continue
        for name in imported(path):
            if ROOMS.index(name) > ROOMS.index(room):
                wrong.append(f"{path.relative_to(package)} imports {name}")
    return wrong


def imported(path: Path) -> Iterator[str]:
    """The rooms that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("mlp_course."))


def test_imports_point_upwards(course):
    assert upward_imports(course / "mlp_course") == []


def test_every_room_is_listed_once(course):
    there = {path.stem for path in (course / "mlp_course").glob("*.py")}
    there |= {path.parent.name for path in (course / "mlp_course").glob("*/__init__.py")}
    assert sorted(there - {"__init__"}) == sorted(ROOMS)
    assert len(set(ROOMS)) == len(ROOMS)


@pytest.mark.parametrize(
    "line",
    [
        "from mlp_course.quiz import expect",
        "import mlp_course.lesson",
        "from mlp_course import cli",
        "def later():\n    from mlp_course import doctor",
    ],
)
def test_a_planted_upward_import_is_seen(tmp_path, line):
    (tmp_path / "potentials").mkdir()
    (tmp_path / "potentials" / "pair.py").write_text("from mlp_course import graph\n" + line)
    [said] = upward_imports(tmp_path)
    assert "pair.py imports " in said and "graph" not in said


def test_the_bootstrap_needs_the_standard_library_only(course):
    code = "import sys; sys.path.insert(0, sys.argv[1]); from mlp_course import cli, environment, doctor"
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(course)], check=True
    )  # -S: no site-packages


def style_faults(path: Path) -> list[str]:
    """Where a module is long, a function long or wide, or a public name without a docstring."""
    source = path.read_text(encoding="utf-8")
    faults, tree = (
        [f"{path.name} is long"] if source.count("\n") > MOST_LINES else [],
        ast.parse(source),
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            told = (ast.get_docstring(node) or "").splitlines()
            if node.end_lineno - node.lineno + 1 - len(told) > MOST_LINES_OF_A_FUNCTION:
                faults.append(f"{path.name}: {node.name} is long")
            if len(node.args.args + node.args.kwonlyargs) > MOST_ARGUMENTS:
                faults.append(f"{path.name}: {node.name} takes many arguments")
    classes = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    for node in chain(tree.body, classes, *(found.body for found in classes)):
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != "forward"
        if named and not node.name.startswith("_") and not ast.get_docstring(node):
            faults.append(f"{path.name}: {node.name} has no docstring")
    return faults


def test_modules_and_functions_are_short_and_told(course):
    files = [course / "course.py", *sorted((course / "mlp_course").rglob("*.py"))]
    assert [fault for path in files for fault in style_faults(path)] == []


def test_a_planted_long_function_is_seen(tmp_path):
    (tmp_path / "long.py").write_text(
        "def f(a, b, c, d, e, g, h, i, j):\n" + "    print(a)\n" * 201
    )
    assert len(style_faults(tmp_path / "long.py")) == 4
