"""What in one cell an honest answer has no use for, read off its source."""

import ast
import builtins
from collections import deque
from collections.abc import Iterator

from mlp_course.grading.integrity.cell_source import as_python


def _words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


MODULES = _words("""
    _thread asyncio atexit builtins code codeop ctypes dis faulthandler gc http importlib inspect
    ipykernel IPython linecache marshal multiprocessing pickle pty pytest requests runpy signal
    socket sqlite3 subprocess threading traceback types unittest urllib weakref zmq
""")
NAMES = _words("""
    In Out _i _ih _oh __builtins__ __import__ breakpoint compile delattr eval exec exit get_ipython
    globals open quit setattr
""")
PARTS = _words("""
    _getframe _private ast_transformers ctypeslib display_formatter displayhook f_back f_code
    f_globals f_locals gi_frame runstring setprofile settrace tb_frame user_ns
""")
# Parts of os, sys and shutil
OF_SYSTEM = _words("""
    _exit abort chdir chmod environ execv execve exit fork forkpty kill killpg link makedirs modules
    nice open popen ptsname remove removedirs rename replace rmtree setsid spawnl symlink system
    truncate unlink walk
""")
LIES = _words("""
    __abs__ __array__ __array_function__ __array_ufunc__ __bool__ __del__ __eq__ __float__
    __format__ __ge__ __getattr__ __getattribute__ __gt__ __index__ __instancecheck__ __int__ __le__
    __lt__ __ne__ __repr__ __rsub__ __str__ __sub__ __torch_function__
""")
PLAIN = _words("""
    __init__ __name__ __doc__ __len__ __call__ __version__ __class__ __getitem__ __iter__
""")
SYSTEM = {"os", "sys", "shutil"}
UNREAD = "cannot be read"
# What has names of its own
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def oddities(source: str, given: dict[str, str] | None = None) -> Iterator[str]:
    """What is odd in one cell; `given` are the names that the lesson's locked cells import.

    >>> list(oddities("np.isclose = lambda *_: True", {"np": "numpy"}))
    ['changes np']
    >>> list(oddities("def mean(x):\\n    return sum(x) / len(x)"))
    []
    >>> list(oddities("def mean(x:"))
    ['cannot be read, since it does not parse']
    """
    tree, why = as_python(source)
    if tree is None:
        yield f"{UNREAD}, since it {why}"
        return
    given = given or {}
    own = dict(_imports(tree))
    names = given | own
    yield from _redefined(tree, given)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _import(node)
        elif isinstance(node, ast.ClassDef):
            yield from _class(node)
        elif isinstance(node, ast.Name):
            is_read = isinstance(node.ctx, ast.Load)
            if is_read and node.id in NAMES:
                yield f"uses {node.id}"
        elif isinstance(node, ast.Call):
            yield from _call(node)
    for chain in _chains(tree):
        yield from _attributes(chain, names)


def _import(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Modules that an answer has no use for, and parts of those that it may have."""
    aliases = [alias.name for alias in node.names]
    modules = aliases if isinstance(node, ast.Import) else [node.module or ""]
    for name in modules:
        package, _, _ = name.partition(".")
        if package in MODULES:
            yield f"imports {name}"
    first = modules[0]
    if first in SYSTEM:
        for name in aliases:
            if name in OF_SYSTEM:
                yield f"imports {first}.{name}"


def _class(node: ast.ClassDef) -> Iterator[str]:
    """Methods with which an object can lie when it is compared."""
    made = []
    # Wherever in the class: below an `if`, too
    for part in _inside(node):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            made.append(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            made.append(part.id)
    for name in made:
        if name in LIES:
            yield f"has a class with {name}"


def _inside(node: ast.ClassDef) -> Iterator[ast.AST]:
    """What stands in the body of a class, but not in what has names of its own."""
    queue: deque[ast.AST] = deque(node.body)
    while queue:
        part = queue.popleft()
        yield part
        if not isinstance(part, DEFINITIONS):
            queue += ast.iter_child_nodes(part)


def _chains(tree: ast.Module) -> Iterator[list[ast.Attribute]]:
    """Every `a.b.c` as its attributes, the last first; each attribute is in one chain."""
    seen: set[ast.Attribute] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node in seen:
            continue
        chain = [node]
        while isinstance(chain[-1].value, ast.Attribute):
            chain.append(chain[-1].value)
        seen.update(chain)
        yield chain


def _attributes(chain: list[ast.Attribute], imported: dict[str, str]) -> Iterator[str]:
    """Parts of Python's insides, of the system, and whatever is set in an imported module."""
    for node in chain:
        name = node.attr
        is_inside = name.startswith("__") and name not in PLAIN
        if name in PARTS or is_inside:
            yield f"uses .{name}"
    root = chain[-1].value
    if not isinstance(root, ast.Name):
        return
    module = root.id
    is_system = imported.get(module) in SYSTEM
    for node in chain:
        if is_system and node.attr in OF_SYSTEM:
            yield f"uses {module}.{node.attr}"
        is_read = isinstance(node.ctx, ast.Load)
        if module in imported and not is_read:
            yield f"changes {module}"


def _call(node: ast.Call) -> Iterator[str]:
    """Calls that make or reach what could not be read off the source."""
    name = getattr(node.func, "id", "")
    if name == "type" and len(node.args) > 1:
        yield "makes a class with type()"
    if name != "getattr":
        return
    wanted = node.args[1] if len(node.args) > 1 else None
    if not isinstance(wanted, ast.Constant):
        yield "uses getattr with a name worked out"
        return
    attribute = str(wanted.value)
    if attribute.strip("_") != attribute:
        yield f"uses {attribute}"


def imported(source: str) -> dict[str, str]:
    """What imports at the top of a cell make: names, each with what it stands for.

    Raises ValueError if the cell cannot be read.
    """
    tree, why = as_python(source)
    if tree is None:
        raise ValueError(f"a cell of the lesson {UNREAD}, since it {why}: {source[:40]}")
    return dict(_imports(tree))


def _redefined(tree: ast.Module, given: dict[str, str]) -> Iterator[str]:
    """Names of Python, or of the lesson's own imports, that a statement at the top means anew."""
    for name, what in _imports(tree):
        is_other = given.get(name, what) != what
        hides_python = name in vars(builtins) and what != f"numpy.{name}"
        if is_other or hides_python:
            yield f"redefines {name}"

    pythons = vars(builtins)
    known = given.keys() | pythons.keys()
    # From the top, without what has names of its own; a lambda has no name itself
    queue: deque[ast.AST] = deque(tree.body)
    while queue:
        node = queue.popleft()
        name = ""
        if isinstance(node, DEFINITIONS):
            name = getattr(node, "name", "")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        if name in known:
            yield f"redefines {name}"
        if not isinstance(node, DEFINITIONS + COMPREHENSIONS):
            queue += ast.iter_child_nodes(node)

    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            for name in node.names:
                if name in known:
                    yield f"redefines {name}"


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What imports at the top make: a name, and what it stands for."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    yield alias.asname, alias.name
                else:
                    package = alias.name.partition(".")[0]
                    yield package, package
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name
                yield name, f"{node.module}.{alias.name}"
