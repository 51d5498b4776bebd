"""What in a student's cells an honest answer has no use for: said to the instructor, who judges; no mark is changed.

Tests run in the same Python process as answers, so an answer that sets out to can deceive them: change what tests call,
return things that lie when compared, read hidden tests out of memory. Each of these needs means that an answer about
arrays does not, and their names can be read off the source. `control` looks from the other side.
"""

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.lessons import cells
from mlp_course.lessons.remarks import note


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODULES = _words(
    """
    _thread asyncio atexit builtins code codeop ctypes dis faulthandler gc http importlib inspect ipykernel
    IPython linecache marshal multiprocessing pickle pty pytest requests runpy signal socket sqlite3 subprocess
    threading traceback types unittest urllib weakref zmq
    """
)
NAMES = _words(
    """
    In Out _i _ih _oh __builtins__ __import__ breakpoint compile delattr eval exec exit get_ipython globals open
    quit setattr
    """
)
PARTS = _words(
    """
    _getframe _private ast_transformers ctypeslib display_formatter displayhook f_back f_code f_globals f_locals
    gi_frame runstring setprofile settrace tb_frame user_ns
    """
)
OF_SYSTEM = _words(
    """
    _exit abort chdir chmod environ execv execve exit fork forkpty kill killpg link makedirs modules nice open
    popen ptsname remove removedirs rename replace rmtree setsid spawnl symlink system truncate unlink walk
    """
)  # parts of os, sys and shutil
LIES = _words(
    """
    __abs__ __array__ __array_function__ __array_ufunc__ __bool__ __del__ __eq__ __float__ __format__ __ge__
    __getattr__ __getattribute__ __gt__ __index__ __instancecheck__ __int__ __le__ __lt__ __ne__ __repr__
    __rsub__ __str__ __sub__ __torch_function__
    """
)
PLAIN = {
    "__init__",
    "__name__",
    "__doc__",
    "__len__",
    "__call__",
    "__version__",
    "__class__",
    "__getitem__",
    "__iter__",
}
SYSTEM = {"os", "sys", "shutil"}
MAGICS = {"matplotlib", "time", "timeit", "config", "precision"}


class NoteOddities(NbGraderPreprocessor):
    """Notes what is odd in the student's cells; it reads the lesson's source, which is not where code is executed."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Leave a note about every odd cell; the lesson's own must have their text back."""
        place, where = self.config.CourseDirectory, resources["nbgrader"]
        folder = Path(
            place.get("root", ""), place.get("source_directory", "source"), where["assignment"]
        )
        for cell, sentence in noticed(
            nb, nbformat.read(folder / f"{where['notebook']}.ipynb", as_version=4)
        ):
            note(nb, cell, sentence)
        return nb, resources


def noticed(nb: NotebookNode, lesson: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Cells that are not the lesson's own, each with what is odd about it."""
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    own = {cell.source.strip() for cell in code if not cells.is_answer(cell)}
    items = {cells.grade_id(cell) for cell in code if cells.is_answer(cell)}
    locked = [cell.source for cell in code if cell.metadata.get("nbgrader", {}).get("locked")]
    given = dict(
        found for source in locked for found in _imports(_tree(source)) if found[0] not in items
    )
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.source.strip() not in own:
            odd = list(dict.fromkeys(oddities(cell.source, given)))
            if odd:
                yield cell, f"it {', '.join(odd[:4])}: judge it by hand"


def oddities(source: str, given: dict[str, str] | None = None) -> Iterator[str]:
    """What is odd in one cell; `given` says what the names are that the lesson's locked cells import.

    >>> list(oddities("np.isclose = lambda *_: True", {"np": "numpy"}))
    ['changes np']
    >>> list(oddities("def mean(x):\\n    return sum(x) / len(x)"))
    []
    """
    tree, given = _tree(source), given or {}
    imported = given | dict(_imports(tree))
    yield from _redefined(tree, given)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
            )
            yield from (f"imports {name}" for name in names if name.partition(".")[0] in MODULES)
            if names[0] in SYSTEM:
                yield from (
                    f"imports {names[0]}.{alias.name}"
                    for alias in node.names
                    if alias.name in OF_SYSTEM
                )
        elif isinstance(node, ast.ClassDef):
            made = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            made += [
                target.id
                for part in node.body
                if isinstance(part, ast.Assign)
                for target in _names(part.targets)
            ]
            yield from (f"has a class with {name}" for name in made if name in LIES)
        elif isinstance(node, ast.Name) and node.id in NAMES and isinstance(node.ctx, ast.Load):
            yield f"uses {node.id}"
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node, imported)
        elif isinstance(node, ast.Call):
            yield from _call(node)


def _attribute(node: ast.Attribute, imported: dict[str, str]) -> Iterator[str]:
    if node.attr in PARTS or (node.attr.startswith("__") and node.attr not in PLAIN):
        yield f"uses .{node.attr}"
    root = node
    while isinstance(root, ast.Attribute):
        root = root.value
    if node.attr in OF_SYSTEM and isinstance(root, ast.Name) and imported.get(root.id) in SYSTEM:
        yield f"uses {root.id}.{node.attr}"
    if not isinstance(node.ctx, ast.Load) and isinstance(root, ast.Name) and root.id in imported:
        yield f"changes {root.id}"


def _call(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "id", "")
    if name == "type" and len(node.args) > 1:
        yield "makes a class with type()"
    if name == "getattr" and not (len(node.args) > 1 and isinstance(node.args[1], ast.Constant)):
        yield "uses getattr with a name worked out"
    elif name == "getattr" and str(node.args[1].value).strip("_") != str(node.args[1].value):
        yield f"uses {node.args[1].value}"


def _redefined(tree: ast.Module, given: dict[str, str]) -> Iterator[str]:
    """Names of Python, or of the lesson's own imports, that a statement at the top gives another meaning."""
    for name, what in _imports(tree):
        if given.get(name, what) != what or (name in vars(builtins) and what != f"numpy.{name}"):
            yield f"redefines {name}"
    hidden = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    queue: list[ast.AST] = list(tree.body)
    while queue:
        node = queue.pop(0)
        name = getattr(node, "name", "") if isinstance(node, hidden) else ""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        if name in given or name in vars(builtins):
            yield f"redefines {name}"
        if not isinstance(node, hidden + comprehension):
            queue += ast.iter_child_nodes(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from (
                f"redefines {name}"
                for name in node.names
                if name in given or name in vars(builtins)
            )


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    (alias.asname, alias.name)
                    if alias.asname
                    else (alias.name.partition(".")[0],) * 2
                )
        elif isinstance(node, ast.ImportFrom):
            yield from (
                (alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names
            )


def _names(targets: list[ast.expr]) -> list[ast.Name]:
    return [target for target in targets if isinstance(target, ast.Name)]


def _tree(source: str) -> ast.Module:
    """The cell as Python; harmless magics are left out, others are calls of get_ipython; empty if it cannot be read."""
    lines = [
        line
        for line in source.splitlines()
        if line.lstrip().partition(" ")[0].lstrip("%") not in MAGICS
    ]
    try:
        return ast.parse(TransformerManager().transform_cell("\n".join(lines)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])
