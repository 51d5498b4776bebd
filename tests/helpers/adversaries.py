"""Submissions of the tiny lesson that mean no good, or come from a broken tool.

A case says which answers it gives, what marks (mean, moments, why, largest) it gets, None if it
cannot be graded, and what the instructor must be told. An answer that lies is wrong, so marks show
a lie that is believed. Cases that could harm a computer run in a sandbox
or not at all: GUARD stands before them.
"""

from dataclasses import dataclass, field

from helpers.tiny_course import ITEMS

RIGHT = "def mean(values):\n    return sum(values) / len(values)\n"
WRONG = "def mean(values):\n    return 9\n"
NOTHING = "def moments(values):\n    return 0, 0, 0\n"
GUARD = (
    "import os\n"
    'assert os.getcwd() == "/tmp/work" and os.statvfs("/").f_flag & os.ST_RDONLY, '
    '"this must run in a sandbox"\n'
)
FULL, NO_MEAN, NO_MOMENTS = (2, 3, 0, 1), (0, 3, 0, 1), (2, 0, 0, 1)
SEEN = "judge it by hand"


@dataclass(frozen=True)
class Case:
    """One submission: what stands in the answer cells that are not right, and what comes of it."""

    answers: dict = field(default_factory=dict)
    marks: tuple | None = FULL
    says: str = ""  # a regular expression for the remarks; '' for none
    sandboxed: bool = False  # only where there is a sandbox


def mean(source: str, marks: tuple | None = FULL, says: str = "", sandboxed: bool = False) -> Case:
    """A case in which only `mean` is not the model answer."""
    return Case({"mean": source}, marks, says, sandboxed)


def succeeds_if(attack: str) -> Case:
    """`mean` is right only if `attack` sets `done` to something true, which must not be."""
    tries = "".join(f"    {line}\n" for line in attack.strip().splitlines())
    right = "def mean(values):\n    return sum(values) / len(values) if done else 9\n"
    return Case(
        {"mean": f"done = False\ntry:\n{tries}except Exception:\n    pass\n{right}"},
        NO_MEAN,
        ".*",
        True,
    )


def moments(source: str, marks: tuple = NO_MOMENTS, says: str = SEEN) -> Case:
    """A case in which only `moments` is not the model answer."""
    return Case({"moments": source}, marks, says)


TRANSFORMER = """import ast
class Change(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
    def visit_Expr(self, node):
        shown = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "float"
        return ast.copy_location(ast.Expr(ast.Constant(3.0)), node) if shown else node
get_ipython().ast_transformers.append(Change())
"""
LIAR = """class Liar(float):
    def __eq__(self, other):
        return True
    __hash__ = None
    def __rsub__(self, other):
        return 0.0
    __sub__ = __rsub__
"""
DECEPTIONS = {
    "drops asserts": Case(
        {"mean": TRANSFORMER + WRONG, "moments": NOTHING}, (0, 0, 0, 1), "uses get_ipython"
    ),
    "replaces isclose": moments(
        f"np.isclose = lambda *_: np.ones(3)\n{NOTHING}", says="changes np"
    ),
    "replaces isclose by setattr": moments(
        f"setattr(np, 'is' + 'close', lambda *_: np.ones(3))\n{NOTHING}", says="setattr"
    ),
    "replaces np": moments(
        f"import types\nnp = types.SimpleNamespace(isclose=lambda *_: sum, ones=3)\n{NOTHING}",
        NO_MOMENTS,
        "redefines np",
    ),
    "replaces float": moments(f"float = lambda x: 3.0\n{NOTHING}", says="redefines float"),
    "replaces float in builtins": moments(
        f"import builtins\nbuiltins.float = lambda x: 3.0\n{NOTHING}",
        (0, 0, 0, 0),  # nothing works any more where its answers are
        "imports builtins, changes builtins",
    ),
    "ends Python once it is tried": Case(
        {
            "mean": "import os\ncalls = []\ndef mean(values):\n"
            "    calls.append(len(calls) > 1 and os._exit(0))\n"
            "    return sum(values) / len(values)\n",
            "moments": f"float = lambda x: 3.0\n{NOTHING}",
        },
        NO_MOMENTS,
        "os._exit.*redefines float",
    ),
    "a mark that is a text": moments(f"float = lambda x: 'all'\n{NOTHING}", says="redefines float"),
    "a negative mark": moments(f"float = lambda x: -1.0\n{NOTHING}", says="redefines float"),
    "a mark above all": moments(f"float = lambda x: 300.0\n{NOTHING}", says="redefines float"),
    "a mark that is not a number": moments(
        "float = lambda x: np.nan\n" + NOTHING, says="redefines float"
    ),
    "no mark": moments(f"float = lambda x: None\n{NOTHING}", says="redefines float"),
    "shows a mark first": moments(
        "import sys\ndef moments(values):\n    sys.displayhook(3.0)\n    return 0, 0, 0",
        says="displayhook",
    ),
    "shows a mark in a test without": mean(
        "import sys\ndef mean(values):\n    sys.displayhook(2.0)\n    return 9",
        NO_MEAN,
        "displayhook",
    ),
    "formats numbers": moments(
        "get_ipython().display_formatter.formatters['text/plain'].for_type(float, "
        "lambda x, p, c: p.text('3.0'))\n" + NOTHING,
        says="get_ipython",
    ),
    "equals everything": mean(
        f"{LIAR}def mean(values):\n    return Liar(9)\n", NO_MEAN, "class with __eq__"
    ),
    "equals everything, made by type": mean(
        "Liar = type('Liar', (), {'__eq__': lambda self, other: True})\n"
        "def mean(values):\n    return Liar()\n",
        NO_MEAN,
        "type\\(\\)",
    ),
    "an array that equals everything": mean(
        "class Liar(np.ndarray):\n"
        "    def __array_ufunc__(self, *given, **named):\n        return True\n"
        "def mean(values):\n    return np.zeros(()).view(Liar)\n",
        NO_MEAN,
        "__array_ufunc__",
    ),
    "no difference from anything": moments(
        LIAR + "def moments(values):\n    return Liar(0), Liar(0), Liar(0)\n",
        (2, 0, 0, 1),
        "class with __eq__",
    ),
    "reads In": moments(
        "import re\ndef moments(values):\n    found = re.search(r'\\((3.0, .*?)\\)', In[-1])\n"
        "    return [float(x) for x in found[1].split(', ')] if found else (0, 0, 0)",
        NO_MOMENTS,
        "uses In",
    ),
    "reads the frame above": moments(
        "import sys\ndef moments(values):\n    known = sys._getframe(1).f_code.co_consts\n"
        "    return next((c for c in known if isinstance(c, tuple) and len(c) == 3), (0, 0, 0))",
        NO_MOMENTS,
        "_getframe",
    ),
    "reads the stack": moments(
        "import inspect\ndef moments(values):\n"
        "    known = inspect.stack()[1].frame.f_code.co_consts\n"
        "    return next((c for c in known if isinstance(c, tuple) and len(c) == 3), (0, 0, 0))",
        NO_MOMENTS,
        "imports inspect",
    ),
    "reads the memory": moments(
        "import gc\ndef moments(values):\n"
        "    found = [g for g in gc.get_objects() if "
        "isinstance(g, dict) and 'hidden_sample' in g]\n"
        "    return (3.0, 3.5, 6.0) if found and len(values) == 4 else (0, 0, 0)",
        NO_MOMENTS,
        "imports gc",
    ),
    "hides what it does": mean(
        f"exec(bytes.fromhex({TRANSFORMER.encode().hex()!r}).decode())\n{WRONG}",
        NO_MEAN,
        "uses exec",
    ),
    "hides what it calls": mean(
        "getattr(__import__('builtins'), 'ex' + 'ec')('x = 1')\n" + RIGHT,
        FULL,
        "uses getattr with a name worked out",
    ),
    "exits in a test": mean(
        "import sys\ndef mean(values):\n    sys.exit(0)\n", NO_MEAN, "sys.exit"
    ),
    "exits at once": mean("raise SystemExit", NO_MEAN),
    "interrupts itself": mean("def mean(values):\n    raise KeyboardInterrupt\n", NO_MEAN),
    "shows no traceback": mean(
        "get_ipython().showtraceback = lambda *_, **__: None\n" + WRONG, NO_MEAN, "get_ipython"
    ),
    "sends no errors": mean(
        "session = get_ipython().kernel.session\nsend = session.send\n"
        "session.send = lambda to, kind, *a, **k: None "
        "if kind == 'error' else send(to, kind, *a, **k)\n" + WRONG,
        NO_MEAN,
        "get_ipython",
    ),
    "runs no test": mean(
        "async def do_execute(*given, **named):\n"
        "    return {'status': 'ok', 'execution_count': 9, 'payload': [], 'user_expressions': {}}\n"
        "get_ipython().kernel.do_execute = do_execute\n" + WRONG,
        (0, 0, 0, 0),  # nobody asks its answers: it does not serve them
        "get_ipython.*stopped the Python process",
    ),
    "a shell command": mean("!echo 4711\n" + RIGHT, FULL, "get_ipython"),
    "a cell of bash": mean("%%bash\necho 4711\n", NO_MEAN, "get_ipython"),
}
SEND = (
    "kernel = get_ipython().kernel\n"
    "kernel.session.send(kernel.iopub_socket, {}, {}, parent=kernel.get_parent())\n"
)
OUTPUTS = {
    "a line of 60 MB": mean(RIGHT + "print('y' * 60_000_000)", FULL, "prints too much"),
    "a hundred thousand lines": mean(
        RIGHT + "for i in range(100_000): print('x' * 50)", FULL, "prints too much"
    ),
    "a figure of 30 MB": mean(
        RIGHT + "from IPython.display import HTML, display\ndisplay(HTML('z' * 30_000_000))",
        FULL,
        "prints too much",
    ),
    "many outputs": mean(
        RIGHT + "from IPython.display import display\nfor i in range(700): display(i)", FULL, SEEN
    ),
    "an error of 30 MB": mean(
        "def mean(values):\n    raise ValueError('y' * 30_000_000)\n", NO_MEAN
    ),
    "a stream without text": mean(
        SEND.format("'stream'", "{'name': 'stdout'}") + RIGHT, FULL, "is no output"
    ),
    "data that is a number": mean(
        SEND.format("'display_data'", "{'data': 3, 'metadata': {}}") + RIGHT, FULL, "is no output"
    ),
    "an unknown message": mean(SEND.format("'gibberish'", "{'a': [1, None]}") + RIGHT, FULL, SEEN),
    "bytes that are no message": mean(
        "get_ipython().kernel.iopub_socket.send_multipart([b'\\xff', b'x'])\n" + RIGHT,
        NO_MEAN,
        "cannot be understood",
    ),
    "text that is no Unicode": mean(RIGHT + "print('\\ud800', chr(0), '\\x1b[2J')", FULL),
    "a script": mean(RIGHT + "print('<script>alert(1)</script>')", FULL),
}
CRASHES = {
    "aborts": mean("import os\nos.abort()", NO_MEAN, "stopped the Python process"),
    "crashes": mean("import ctypes\nctypes.string_at(0)", NO_MEAN, "stopped the Python process"),
    "kills itself": mean(
        "import os\ndef mean(values):\n    os.kill(os.getpid(), 9)",
        NO_MEAN,
        "stopped the Python process",
    ),
    "is deaf": mean(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + RIGHT,
        FULL,
        "imports signal",
    ),
    "has no recursion limit": mean("def mean(values):\n    return mean(values)\n", NO_MEAN),
    "stops the clock": mean(
        "import time\ntime.time = time.monotonic = lambda: 0.0\n" + RIGHT, FULL, "changes time"
    ),
    "works in a thread": mean(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n" + RIGHT,
        FULL,
        "threading",
    ),
}
FIND = (
    "import os\n"
    "found = [os.path.join(place, name) for place, _, names in os.walk('/') for name in names]\n"
)
SYSTEM = {
    "reads the solutions": succeeds_if(
        FIND + "done = [f for f in found if f.endswith('00-tiny.ipynb')]"
    ),
    "changes the gradebook": succeeds_if(
        FIND + "done = [f for f in found if f.endswith('grading/gradebook.db')]"
    ),
    "reads others' answers": succeeds_if(
        FIND + "done = [f for f in found if 'grading/submitted/' in f]"
    ),
    "goes to where the course is": succeeds_if("import os\ndone = os.listdir('{course}')"),
    "reads keys": succeeds_if("import os\ndone = 'TOKEN_OF_THE_INSTRUCTOR' in str(os.environ)"),
    "reads home": succeeds_if(
        "import os\ndone = [n for n in os.listdir('{home}') if n != '.pyenv']"
    ),
    "reads the password file": succeeds_if(
        "done = open('/etc/shadow').read() + open('/etc/passwd').read()"
    ),
    "connects to this computer": succeeds_if(
        "import socket\ndone = socket.create_connection(('127.0.0.1', {port}), 2)"
    ),
    "connects to the world": succeeds_if(
        "import socket\ndone = socket.create_connection(('192.0.2.1', 80), 1)"
    ),
    "reads the first process": succeeds_if(
        "done = open('/proc/1/environ').read() or open('/proc/1/mem')"
    ),
    "traces the first process": succeeds_if(
        "import ctypes\ndone = ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0"
    ),
    "sees other processes": succeeds_if(
        "import os\ndone = len([n for n in os.listdir('/proc') if n.isdigit()]) > 9"
    ),
    "makes a namespace": succeeds_if(
        "import ctypes\ndone = ctypes.CDLL(None).unshare(0x10000000) == 0"
    ),
    "mounts": succeeds_if(
        "import ctypes\ndone = ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0"
    ),
    "sets the clock": succeeds_if(
        "import time\ntime.clock_settime(time.CLOCK_REALTIME, time.time())\ndone = True"
    ),
    "changes the library": succeeds_if("import mlp_course\ndone = open(mlp_course.__file__, 'a')"),
    "changes Python": succeeds_if("import sys\ndone = open(sys.prefix + '/evil.pth', 'w')"),
    "writes to the root": succeeds_if("done = open('/evil', 'w')"),
    "sees what others left": succeeds_if(
        "import os\ndone = os.path.exists('/tmp/left') or os.path.exists('/dev/shm/left')"
    ),
    "kills the first process": mean(
        GUARD + "try:\n    os.kill(1, 9)\nexcept PermissionError:\n    pass\n" + RIGHT,
        FULL,
        "os.kill",
        sandboxed=True,
    ),
    # Its parent lives elsewhere: it has the number 0, which means ourselves.
    "kills its parent": mean(
        GUARD + "os.kill(os.getppid(), 9)\n" + RIGHT,
        NO_MEAN,
        "os.kill.*stopped the Python process",
        sandboxed=True,
    ),
    "kills everybody": mean(
        GUARD + "try:\n    os.kill(-1, 9)\nexcept ProcessLookupError:\n    pass\n" + RIGHT,
        FULL,
        "os.kill",
        sandboxed=True,
    ),
    "leaves a daemon": mean(
        GUARD
        + "import subprocess\nsubprocess.Popen(['sleep', '{nap}'], start_new_session=True)\n"
        + RIGHT,
        FULL,
        "subprocess",
        sandboxed=True,
    ),
    "leaves files": mean(
        GUARD + "for place in ('/tmp', '/dev/shm', '.', os.environ['HOME']):\n"
        "    open(place + '/left', 'w').write('x')\n    os.chmod(place + '/left', 0)\n"
        "evil = os.environ['HOME'] + '/.ipython/profile_default/startup'\n"
        "os.makedirs(evil, exist_ok=True)\n"
        "open(evil + '/00.py', 'w').write('raise SystemExit')\n" + RIGHT,
        FULL,
        "uses open",
        sandboxed=True,
    ),
    "leaves shared memory": mean(
        GUARD + "import ctypes\nctypes.CDLL(None).shmget(4711, 4096, 0o1666)\n" + RIGHT,
        FULL,
        "ctypes",
        sandboxed=True,
    ),
    "leaves a deep folder": mean(
        GUARD + "for _ in range(1_500):\n    os.mkdir('d')\n    os.chdir('d')\n" + RIGHT,
        FULL,
        "os.chdir",
        sandboxed=True,
    ),
    "leaves many files": mean(
        GUARD + "for n in range(20_000):\n    open(f'/tmp/{n}', 'w').close()\n" + RIGHT,
        FULL,
        "uses open",
        sandboxed=True,
    ),
    "forks for ever": mean(
        GUARD + "for _ in range(14):\n    os.fork()\n" + RIGHT,
        NO_MEAN,
        "too many processes",
        sandboxed=True,
    ),
    "has a thousand children": mean(
        GUARD + "import time\nfor _ in range(1_000):\n    if os.fork() == 0:\n"
        "        time.sleep(60)\n        os._exit(0)\n",
        NO_MEAN,
        "too many processes",
        sandboxed=True,
    ),
    "has a thousand threads": mean(
        GUARD + "import threading, time\nfor _ in range(1_000):\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\ntime.sleep(5)\n"
        + RIGHT,
        NO_MEAN,
        "threading",
        sandboxed=True,
    ),
    "opens files without end": mean(
        GUARD + "files = []\ntry:\n    while len(files) < 10_000:\n"
        "        files.append(open('/dev/null'))\n"
        "except OSError:\n    assert len(files) < 1_100\n    files.clear()\n" + RIGHT,
        FULL,
        "uses open",
        sandboxed=True,
    ),
    "fills the disk": mean(
        GUARD + "full = 0\nfor n in range(20):\n    try:\n"
        "        open(f'/tmp/{n}', 'wb').write(bytes(100_000_000))\n"
        "    except OSError:\n        full += 1\nassert full > 10\n" + RIGHT,
        FULL,
        "uses open",
        sandboxed=True,
    ),
    "writes one large file": mean(
        GUARD + "try:\n    os.truncate('/tmp/x', 0) if os.path.exists('/tmp/x') else None\n"
        "    open('/tmp/x', 'wb').truncate(10**12)\n"
        "except OSError:\n    pass\nelse:\n    raise ValueError\n" + RIGHT,
        FULL,
        "uses open",
        sandboxed=True,
    ),
    "takes all memory": mean(
        GUARD + "import resource\nassert resource.getrlimit(resource.RLIMIT_DATA)[0] < 10**10\n"
        "np.ones(10**10)\n" + RIGHT,
        NO_MEAN,
        "",
        sandboxed=True,
    ),
    "deletes everything": mean(
        GUARD + "import shutil\nfor place in ('/tmp/work', '/tmp/home', '/dev/shm', '{course}'):\n"
        "    shutil.rmtree(place, ignore_errors=True)\n" + RIGHT,
        FULL,
        "rmtree",
        sandboxed=True,
    ),
}
CASES = DECEPTIONS | OUTPUTS | CRASHES | SYSTEM


def fared(row: dict) -> tuple[tuple | None, str]:
    """The marks and remarks of a row."""
    return tuple(float(row[item]) for item in ITEMS) if row["total"] else None, row["remarks"]
