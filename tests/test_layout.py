"""A room of the library imports only from the rooms above it; what it costs to import is known.

It is readable.
"""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

from helpers.layout import ROOMS, imports_of, module_of, rooms_of, upward_imports

MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 45
MOST_ARGUMENTS = 8
MOST_ROOMS = 12  # in a folder; the root and the verbs have one a word
PLANT = {"jupyterlab", "jupyter_server", "nbgrader", "zmq", "sqlalchemy", "nbconvert", "nbformat"}


def test_imports_point_upwards(course):
    assert upward_imports(course / "mlp_course") == []


def test_every_room_is_listed_once(course):
    for folder in ROOMS:
        place = course / "mlp_course" / folder.replace(".", "/")
        there = {path.stem for path in place.glob("*.py")} - {"__init__"}
        there |= {path.parent.name for path in place.glob("*/__init__.py")}
        listed = rooms_of(folder)
        odd = sorted(there ^ set(listed))
        assert sorted(there) == sorted(listed), (
            f"{folder or 'the root'}: say in tests/helpers/layout.py where {odd} stands, "
            "or take it out"
        )


def test_every_folder_of_folders_has_a_list(course):
    package = course / "mlp_course"
    for inner in package.glob("*/*/__init__.py"):
        folder = ".".join(inner.parent.parent.relative_to(package).parts)
        assert folder in ROOMS, f"say in tests/helpers/layout.py in which order {folder} is built"


def test_no_folder_is_a_flat_hall(course):
    for inner in (course / "mlp_course").rglob("__init__.py"):
        rooms = [path for path in inner.parent.glob("*.py") if path.stem != "__init__"]
        if inner.parent.name not in ("mlp_course", "commands"):
            assert len(rooms) <= MOST_ROOMS, (
                f"{inner.parent} has {len(rooms)} rooms: make sub-rooms"
            )


def test_there_is_no_circle(course):
    package = course / "mlp_course"
    files = {".".join(module_of(path, package)): path for path in package.rglob("*.py")}
    graph = {}
    for name, path in files.items():
        found = set()
        for parts in imports_of(path):
            while parts and ".".join(parts) not in files:
                parts = parts[:-1]
            found.add(".".join(parts))
        graph[name] = found - {name, ""}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        (
            "potentials/networks/a.py",
            "from mlp_course.exercises import dice",
            "`exercises`: pass",
        ),
        ("potentials/networks/a.py", "import mlp_course.lesson", "may not import `lesson`: pass"),
        ("potentials/networks/a.py", "from mlp_course import cli", "may not import `cli`"),
        (
            "graph.py",
            "def later():\n    from mlp_course import training",
            "`graph` may not import `training`",
        ),
        (
            "potentials/scales.py",
            "from mlp_course.potentials import messages",
            "`messages` (in potentials)",
        ),
        (
            "potentials/scales.py",
            "from mlp_course.potentials.layers import linear",
            "`layers` (in potentials)",
        ),
        (
            "symmetry.py",
            "from mlp_course.calculator import Calculator",
            "`symmetry` may not import `calculator`",
        ),
    ],
)
def test_a_planted_upward_import_is_seen(tmp_path, file, line, said):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("from mlp_course import structures\n" + line)
    [sentence] = upward_imports(tmp_path)
    assert said in sentence and sentence.endswith("or move it above.")


def test_the_bootstrap_needs_the_standard_library_only(course):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from mlp_course import cli; "
        "from mlp_course.setup import environment; from mlp_course.commands import doctor"
    )
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(course)], check=True
    )  # -S: no site-packages


def loaded_by(*modules: str) -> set[str]:
    """The top-level packages that importing `modules` brings into a fresh process."""
    program = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    program += "print(*{name.partition('.')[0] for name in sys.modules})"
    call = [sys.executable, "-c", program, *modules]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_physics_costs_no_jupyter_and_no_gradebook():
    """What a lesson's cells import.

    The physics, what tests say, questions, and the first cell itself.
    """
    physics = rooms_of("")[: rooms_of("").index("lesson")]
    lessons_load = [*physics, "lesson", "exercises", "quiz"]
    brought = loaded_by(*(f"mlp_course.{room}" for room in lessons_load))
    assert brought & PLANT == set()
    assert "torch" in brought


def test_a_planted_load_of_the_plant_is_seen():
    assert loaded_by("mlp_course.grading.session") & PLANT >= {"nbgrader", "sqlalchemy"}


def style_faults(path: Path) -> list[str]:
    """Where a module is long, a function long or wide, or a public name without a docstring."""
    source = path.read_text(encoding="utf-8")
    faults = []
    if source.count("\n") > MOST_LINES:
        faults.append(f"{path.name} is long")
    tree = ast.parse(source)
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
    long = "def f(a, b, c, d, e, g, h, i, j):\n" + "    print(a)\n" * (MOST_LINES + 1)
    (tmp_path / "long.py").write_text(long)
    assert len(style_faults(tmp_path / "long.py")) == 4
