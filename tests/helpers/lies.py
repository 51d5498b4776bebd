"""Lies to the judge: submissions of the tiny lesson that attack what is between answer and test.

A case says which answers it gives, what is done to the notebook, and what marks (mean, moments,
why, largest) it gets. Wherever an answer lies, it is wrong: a point for it would be a lie believed.
Those that saw hidden inputs write `told:` and what they saw wherever they can; no page may have it.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from nbformat import NotebookNode, v4

from helpers.adversaries import FULL, NO_MEAN, NO_MOMENTS, NOTHING, RIGHT, WRONG

NONE = (0, 0, 0, 0)
# What a page may not have: the hidden inputs of mean, moments and largest, as an answer tells them
TOLD = r"told:\W*(14|1\.0, 2\.0, 3|1, 5, 14)"


@dataclass(frozen=True)
class Lie:
    """One submission; `change` is done to the notebook before it is handed in."""

    answers: dict = field(default_factory=dict)
    marks: tuple | None = NO_MEAN  # one may be a set, where chance decides what is lost
    change: Callable[[NotebookNode], None] | None = None
    says: str = ".*"  # a regular expression for the remarks


def mean(source: str, marks: tuple | None = NO_MEAN, says: str = ".*") -> Lie:
    """A lie about `mean` alone."""
    return Lie({"mean": source}, marks, says=says)


def patched(source: str, marks: tuple | None = NO_MEAN) -> Lie:
    """What runs in the student's kernel to serve the judge is changed; `mean` is wrong."""
    return mean(f"{SERVING}{source}\n{WRONG}", marks)


def reply(tree: str, blob: str = "b''") -> Lie:
    """`mean` is said to return what `tree` says."""
    return patched(
        "def lie(self, encoder, *given):\n"
        f"    encoder.blob = bytearray({blob})\n"
        f"    return dict(result={tree}, changed=[], leaves=[], weights=[], files=None)\n"
        "honest = answers.Answers._call\n"
        "def call(self, encoder, target, *given):\n"
        "    which = lie if self.kept[target] is mean else honest\n"
        "    return which(self, encoder, target, *given)\n"
        "answers.Answers._call = call"
    )


def sockets(act: str, marks: tuple = NONE) -> Lie:
    """Something is done to every connection to the judge, before it asks for anything."""
    return mean(f"{SERVING}{CONNECTIONS}for fd in list(found):\n    {act}\n{WRONG}", marks)


SERVING = (
    "import json, os, pickle, socket, struct, sys, threading, time\n"
    "from mlp_course.grading.judge import answers, keeping, wire\n"
    "from mlp_course.grading.judge.values import encoder as encoding\n"
)
CONNECTIONS = """def is_connection(fd):
    try:
        end = socket.socket(fileno=os.dup(fd))
        with end:
            return end.family == socket.AF_UNIX and not end.getsockname() and not end.getpeername()
    except OSError:
        return False
found = [fd for fd in range(3, 200) if is_connection(fd)]
def message(tree, blob=b''):
    head = json.dumps(tree).encode()
    return struct.pack('<QQ', len(head), len(blob)) + head + blob
assert found
"""
LOOK = "['done', [['mean', ['function', 1, 'mean']], ['largest', ['function', 1, 'largest']]]]"
SAYS_9 = "['done', dict(result=9, changed=[], leaves=[], weights=[], files=None)]"
EVERYWHERE = """import os
def tell(values):
    for place in ('/tmp', '/dev/shm', '.', os.environ['HOME']):
        try:
            with open(place + '/told', 'a') as file:
                file.write(f'told:{values} ')
        except OSError:
            pass
def told():
    text = ''
    for place in ('/tmp', '/dev/shm', '.', os.environ['HOME']):
        if os.path.exists(place + '/told'):
            text += open(place + '/told').read()
    return text
print(told())
"""
SOCKETS = {
    "answers before it is asked": sockets(
        f"os.write(fd, message({LOOK}) + 3 * message({SAYS_9}))", (0, 0, 0, 0)
    ),
    "garbage on every connection": sockets("os.write(fd, b'\\xff' * 1000)"),
    "half a message on every connection": sockets("os.write(fd, b'\\x10')"),
    "says that much is to come": sockets("os.write(fd, struct.pack('<QQ', 2**63, 2**63))"),
    "nothing said, again and again": sockets("os.write(fd, 50 * message(None))"),
    "is not to be asked again": sockets("os.close(fd)"),
    "ends all connections": sockets(
        "socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_RDWR)",
    ),
    "the last connection for the first": sockets("os.dup2(found[-1], fd)", NONE),
    "a file for every connection": sockets("os.dup2(os.open('/dev/zero', os.O_RDWR), fd)"),
    "thirty thousand open lists": sockets(
        "os.write(fd, struct.pack('<QQ', 30_000, 0) + b'[' * 30_000)",
    ),
    "a thread that steals what the judge asks": mean(
        SERVING + CONNECTIONS + "from IPython.display import display\n"
        "shown = display('-', display_id='page')\n"
        "def steal(end):\n    while True:\n"
        "        print('told:', repr(os.read(end, 10**6)), flush=True)\n"
        "        shown.update('told: stolen')\n"
        "for fd in found:\n"
        "    threading.Thread(target=steal, args=(os.dup(fd),), daemon=True).start()\n" + WRONG,
        # Whoever comes first, thread or copy, has what the judge asks of the right answers.
        (0, {0, 3}, 0, {0, 1}),
    ),
    "tells the next test's connection": mean(
        SERVING + CONNECTIONS + "def mean(values):\n"
        f"    for fd in found:\n        os.write(fd, message({LOOK}) + message({SAYS_9}))\n"
        "    return 9\n",
        NONE,
    ),
}
REPLIES = {
    "an array of a negative shape": reply("['array', '<f8', [-1, -1], 0, 8]", "bytes(8)"),
    "bytes from before the message": reply("['bytes', -8, 8]", "bytes(8)"),
    "an array longer than its message": reply("['array', '<f8', [10**6], 0, 8]", "bytes(8)"),
    "an array of nothing without end": reply("['array', '<U0', [10**15], 0, 0]"),
    "a shape that is no list": reply("['array', '<f8', dict(a=1), 0, 8]", "bytes(8)"),
    "an array of Python objects": reply("['array', '|O', [1], 0, 8]", "bytes(8)"),
    "a structured array": reply("['array', 'f4,f4', [1], 0, 8]", "bytes(8)"),
    "a kind with two underscores": reply("['_init__', [], 1]"),
    "a kind that is the decoder's own": reply("['value', 3, 0]"),
    "a kind that is a list": reply("[['list'], 3]"),
    "a dictionary with a list for a key": reply("['dict', [[['list', []], 1]]]"),
    "a dictionary with many nothings for keys": reply("['dict', [[float('nan'), 3]] * 1000]"),
    "a set of lists": reply("['set', [['list', [1]]]]"),
    "atoms of nothing": reply("['atoms', dict(arrays=3, cell=3, pbc=3, labels=3)]"),
    "atoms of texts": reply(
        "['atoms', dict(arrays=['dict', [['numbers', 'a'], ['positions', 'b']]], "
        "cell='c', pbc='d', labels=None)]"
    ),
    "a function without a number": reply("['function', 'os.system', 'mean']"),
    "a function for a number": reply("['function', 1, 'mean']"),
    "an error of 30 MB that nobody cut": patched(
        "def fail(*given):\n    raise ValueError\nanswers.Answers._call = fail\n"
        "answers._about = lambda *given: [['ValueError'], ['list', ['y' * 30_000_000]], None]",
        NONE,
    ),
    "an error of half a character": mean(
        "def mean(values):\n    raise ValueError('\\ud800' + chr(0) + '\\x1b[2J')\n"
    ),
    "a name of half a character": mean(
        "class Half:\n    def __repr__(self):\n        return '\\udfff'\n"
        "Half.__name__ = '\\u202e\\U0001f600'\ndef mean(values):\n    return Half()\n"
    ),
    "a range without end": reply("['range', 0, 10**18, 1]"),
    "a range that goes nowhere": reply("['range', 0, 3, 0]"),
    "a network of many parts": reply("['module', 1, 'net', [[str(n), '', []] for n in range(9)]]"),
    "a network that is called forward": reply("['module', 1, 'net', [['forward', 'Linear', []]]]"),
    "weights that are no numbers": reply("['module', 1, 'net', [['', '', [['w', 'a', True]]]]]"),
    "something called float": reply("['other', 'float', '3.0']"),
    "lists three thousand deep": reply("json.loads('[\"list\",[' * 300 + ']]' * 300)"),
    "a number of four thousand digits": reply("10**4000"),
    "no result at all": patched("answers.Answers._call = lambda *given: None", NONE),
    "changes that cannot be": patched(
        "answers.Answers._call = lambda *given: dict(result=9, changed=[[7, 3], ['a', []]],"
        " leaves=3, weights=[[1, 2, 3, 4]], files=[['../x', 3]])",
        NONE,
    ),
    "names that nobody asked for": patched(
        "names = ['mean', 'np', 'float', 'hidden_values', 'hidden_sample', '__builtins__', 'sum']\n"
        "answers.Answers._look = lambda self, *_: "
        "[[name, ['function', self.keep(lambda *given: 9), name]] for name in names]",
        NONE,
    ),
    "a look that is a number": patched("answers.Answers._look = lambda *given: 3", NONE),
    "a look of lists": patched("answers.Answers._look = lambda *given: [[['mean'], 3]]", NONE),
    "a look of broken atoms": patched(
        "answers.Answers._look = lambda *given: [['mean', ['atoms', 3]]]", NONE
    ),
    "an error whose class is a list": patched(
        "def fail(*given):\n    raise ValueError\nanswers.Answers._call = fail\n"
        "answers._about = lambda *given: [[['AssertionError']], 3, 3]",
        NONE,
    ),
    "an error that ends a judge": patched(
        "def fail(*given):\n    raise ValueError\nanswers.Answers._call = fail\n"
        "answers._about = lambda *given: [['SystemExit', 'BaseException'], ['list', [0]], [1, 1]]",
        NONE,
    ),
    "asks before it answers": patched(
        "honest = answers.Answers._reply\n"
        "def asking(self, request):\n"
        "    self.wire.send(wire.dumped(['ask', 1, ['list', [['list', []], ['dict', []]]]]))\n"
        "    honest(self, request)\n"
        "answers.Answers._reply = asking",
        NONE,
    ),
    "says everything twice": patched(
        "honest = wire.Wire.send\n"
        "def twice(self, *given):\n    honest(self, *given)\n    honest(self, *given)\n"
        "wire.Wire.send = twice",
        NONE,
    ),
    "replays its first reply": patched(
        "first = []\nhonest = wire.Wire.send\n"
        "def replay(self, *given):\n    first.append(given)\n    honest(self, *first[0])\n"
        "wire.Wire.send = replay",
        NONE,
    ),
}
KERNEL = {
    "an import hook for the judge's modules": mean(
        "import sys\nclass Hook:\n    def find_spec(self, name, path, target=None):\n"
        "        if 'judge' in name:\n            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Hook())\n"
        "for name in [n for n in sys.modules if 'grading' in n]:\n    del sys.modules[name]\n"
        + WRONG,
        NONE,
    ),
    "no copy for each test": patched(
        "keeping.PROTECTED = (lambda: 0, lambda code: None, lambda *given: None, None)",
        (0, 3, 0, 0),
    ),
    "forgets the names": patched("keeping.KEPT.clear()", NO_MEAN),
    "keeps names that cannot be asked for": patched(
        "class No(dict):\n    def __contains__(self, key):\n        raise SystemExit\n"
        "keeping.KEPT = No()",
        NONE,
    ),
    "other names in what was kept": patched(
        "for names in keeping.KEPT.values():\n    names['mean'] = lambda values: 9", NO_MEAN
    ),
    "no names are kept any more": Lie(
        {
            "mean": "events = get_ipython().events\n"
            "for hook in list(events.callbacks['pre_run_cell']):\n"
            "    events.unregister('pre_run_cell', hook)\n" + WRONG
        },
        NO_MEAN,
    ),
    "a module that rewrites what is sent": patched(
        "sys.modules['json'].dumps = lambda tree: '[\"done\", true]'", NO_MEAN
    ),
    "an encoder that says yes": patched(
        "encoding.Encoder.encode = lambda self, value, depth=0: True", NONE
    ),
    "takes what it was given for the result": mean(
        "def mean(values):\n    return values\n",
    ),
    "a number that is every number": mean(
        "import numpy as np\ndef mean(values):\n    return np.array([3, 7.5, 9])\n"
    ),
    "a masked array": mean(
        "import numpy as np\ndef mean(values):\n    return np.ma.masked_all(())\n"
    ),
    "a subclass of float": mean(
        "class Yes(float):\n    def __eq__(self, other):\n        return True\n"
        "    def __bool__(self):\n        return True\n    __len__ = __hash__ = lambda self: 1\n"
        "def mean(values):\n    return Yes(9)\n"
    ),
    "a tensor that is equal": mean(
        "import torch\nclass Yes(torch.Tensor):\n    @classmethod\n"
        "    def __torch_function__(cls, *given, **named):\n        return True\n"
        "def mean(values):\n    return torch.zeros(1).as_subclass(Yes)\n"
    ),
    "another class for its result": mean(
        "class Other:\n    pass\nclass Yes(Other):\n    def __eq__(self, other):\n"
        "        return True\n    __class__ = float\n"
        "def mean(values):\n    return Yes()\n"
    ),
    "an array with its own functions": mean(
        "import numpy as np\nclass Yes(np.ndarray):\n"
        "    def __array_function__(self, *given):\n        return True\n"
        "    def __array_finalize__(self, other):\n        pass\n"
        "    def tobytes(self, *given):\n        return b'x' * 10**6\n"
        "    def ravel(self):\n        return self\n"
        "def mean(values):\n    return np.zeros(3).view(Yes)\n"
    ),
    "a generator without end": mean("def mean(values):\n    while True:\n        yield 3\n"),
    "a dictionary without end": mean(
        "class Endless(dict):\n    def items(self):\n        while True:\n            yield 3, 3\n"
        "def mean(values):\n    return Endless()\n"
    ),
    "a list that contains itself": mean(
        "def mean(values):\n    own = []\n    own.append(own)\n    return own\n"
    ),
    "an object that answers to every name": mean(
        "class Any:\n    def __getattr__(self, name):\n        return self\n"
        "    def __call__(self, *given, **named):\n        return self\n"
        "mean = Any()\n"
    ),
    "an error that the author wrote": mean(
        "def mean(values):\n    raise AssertionError('Divide the sum by how many there are.')\n"
    ),
    "an error for an open item": mean("def mean(values):\n    raise NotImplementedError\n"),
    "the end of an iteration": mean("def mean(values):\n    raise StopIteration(3)\n"),
    "the end of a generator": mean("def mean(values):\n    raise GeneratorExit\n"),
    "a class made for the occasion": mean(
        "def mean(values):\n    raise type('NotRun', (BaseException,), {})('x')\n"
    ),
    "an error without words": mean(
        "class Mute(Exception):\n    args = property(lambda self: 1 / 0)\n"
        "    def __str__(self):\n        raise SystemExit\n"
        "def mean(values):\n    raise Mute\n"
    ),
    "ends when it is asked": mean("import os\ndef mean(values):\n    os._exit(0)\n"),
    "ends who waits for it": mean(
        "import os\ndef mean(values):\n    os.kill(os.getppid(), 9)\n    return 9\n", NONE
    ),
    "an alarm for who serves": mean(
        "import signal\nsignal.signal(signal.SIGALRM, lambda *_: 1 / 0)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)\n" + WRONG,
        NO_MEAN,
    ),
    "loads what is not data": mean(
        "import io, torch\nclass Evil:\n    def __reduce__(self):\n"
        "        return (print, ('told: loaded',))\n"
        "def mean(values):\n    return Evil()\n"
    ),
    "leaves files where the judge might look": mean(
        "import os\nfor name in ('sitecustomize.py', 'numpy.py', 'mlp_course.py', 'json.py'):\n"
        "    open(name, 'w').write('raise SystemExit')\n"
        "os.symlink('/etc/passwd', 'link')\nos.mkfifo('pipe')\n" + WRONG
    ),
    "looks for tests in memory": Lie(
        {
            "moments": "import gc, re\ndef moments(values):\n"
            "    for thing in gc.get_objects():\n"
            "        if isinstance(thing, dict) and 'hidden_marks' in thing:\n"
            "            return 3.0, 3.5, 6.0\n"
            "    for line in open('/proc/self/maps'):\n"
            "        if 'heap' in line:\n"
            "            start, end = (int(x, 16) for x in line.split()[0].split('-'))\n"
            "            with open('/proc/self/mem', 'rb') as memory:\n"
            "                memory.seek(start)\n"
            "                if b'hidden_' + b'marks = ' in memory.read(end - start):\n"
            "                    return 3.0, 3.5, 6.0\n"
            "    return 0, 0, 0\n"
        },
        NO_MOMENTS,
    ),
}
TELLING = {
    "tells in the frame of a traceback": mean(
        "def mean(values):\n    if len(values) == 3:\n        return 3\n"
        "    raise ValueError(' '.join([f'told:{values}'] + "
        "[f'Cell In[{n}], line 2' for n in range(1, 60)]))\n"
    ),
    "tells in a line of a traceback": mean(
        "def mean(values):\n    if len(values) == 3:\n        return 3\n"
        "    raise ValueError('\\n'.join([f'told:{values}'] + "
        "[f'Cell In[{n}], line 2' for n in range(1, 60)]))\n"
    ),
    "tells in the class of its error": mean(
        "def mean(values):\n    raise type(f'told:{values}', (Exception,), {})(f'told:{values}')\n"
    ),
    "tells in an author's sentence": mean(
        "def mean(values):\n    if len(values) == 3:\n        return 3\n"
        "    raise AssertionError(f'`told:{values}` gave what no test can read: told:{values}.')\n"
    ),
    "tells in a key that is missing": mean("def mean(values):\n    return {}[f'told:{values}']\n"),
    "tells in what it returns": mean("def mean(values):\n    return f'told:{values}'\n"),
    "tells by what it is called": mean(
        "def mean(values):\n    if len(values) == 3:\n        return 3\n"
        "    def f():\n        pass\n    f.__name__ = f'told:{values}'\n    return f\n"
    ),
    "tells by how it is shown": mean(
        "class Told:\n    def __init__(self, values):\n        self.values = values\n"
        "    def __repr__(self):\n        return f'told:{self.values}'\n"
        "def mean(values):\n    return 3 if len(values) == 3 else Told(values)\n"
    ),
    "prints what it is given": mean(
        "def mean(values):\n    print(f'told:{values}')\n    return 9\n"
    ),
    "tells a later test": Lie(
        {
            "mean": EVERYWHERE + "def mean(values):\n    tell(values)\n"
            "    return sum(values) / len(values)\n",
            "largest": "def largest(values):\n    raise ValueError(told())\n",
        },
        (2, 3, 0, 0),
    ),
    "returns it to a later test": Lie(
        {
            "mean": EVERYWHERE + "def mean(values):\n    tell(values)\n"
            "    return sum(values) / len(values)\n",
            "largest": "def largest(values):\n    return told()\n",
        },
        (2, 3, 0, 0),
    ),
    "tells by ending its process": mean(
        EVERYWHERE + "def mean(values):\n    tell(values)\n    os._exit(0)\n"
    ),
    "tells by ending who serves": mean(
        EVERYWHERE + "def mean(values):\n    tell(values)\n    os.kill(os.getppid(), 9)\n",
        NONE,
    ),
    "tells a name that is not there": mean(
        EVERYWHERE + "def mean(values):\n    tell(values)\n"
        "    raise NameError(\"name 'DEMO' is not defined\")\n"
    ),
    "a thread that prints to the end": mean(
        EVERYWHERE + "import threading, time\nfrom IPython.display import display\n"
        "shown = display('-', display_id='page')\n"
        "def keep_printing():\n    while True:\n        time.sleep(0.01)\n"
        "        print(told(), flush=True)\n        shown.update(told())\n"
        "threading.Thread(target=keep_printing, daemon=True).start()\n"
        "def mean(values):\n    tell(values)\n    return 9\n"
    ),
    "a copy that prints through the kernel": mean(
        "kernel = get_ipython().kernel\nparent = kernel.get_parent()\n"
        "def mean(values):\n"
        "    text = {'name': 'stdout', 'text': f'told:{values}'}\n"
        "    kernel.session.send(kernel.iopub_socket, 'stream', text, parent=parent)\n"
        "    return 9\n"
    ),
}
LIES = SOCKETS | REPLIES | KERNEL | TELLING


def _find(nb: NotebookNode, name: str) -> NotebookNode:
    """The cell of that name."""
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            return cell
    raise KeyError(name)


def _without_tests(nb: NotebookNode) -> None:
    nb.cells = [cell for cell in nb.cells if "_test" not in str(cell.metadata.get("nbgrader"))]


def _twice(nb: NotebookNode) -> None:
    again = copy.deepcopy(_find(nb, "mean_test"))
    again["id"] = "again"
    nb.cells.append(again)


def _upside_down(nb: NotebookNode) -> None:
    nb.cells.reverse()


def _another_name(nb: NotebookNode) -> None:
    _find(nb, "mean").metadata["nbgrader"]["grade_id"] = "moments"


def _tests_exchanged(nb: NotebookNode) -> None:
    one = _find(nb, "mean_test").metadata["nbgrader"]
    other = _find(nb, "largest_test").metadata["nbgrader"]
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]


def _as_text(nb: NotebookNode) -> None:
    cell = _find(nb, "mean")
    cell.cell_type = "markdown"
    cell.pop("outputs", None)
    cell.pop("execution_count", None)


def _worth_more(nb: NotebookNode) -> None:
    _find(nb, "largest_test").metadata["nbgrader"]["points"] = 100
    _find(nb, "mean").metadata["nbgrader"] |= {"grade": True, "points": 50}


def _test_rewritten(nb: NotebookNode) -> None:
    _find(nb, "mean_test").source = "assert True"


def _unlocked(nb: NotebookNode) -> None:
    cell = _find(nb, "mean_test")
    cell.metadata["nbgrader"] |= {"locked": False, "solution": True}
    cell.source = "assert True"


def _no_test_any_more(nb: NotebookNode) -> None:
    cell = _find(nb, "mean_test")
    cell.metadata["nbgrader"] |= {"grade": False, "locked": False, "points": 0}
    cell.source = "mean = lambda values: sum(values) / len(values)"


def _a_task(nb: NotebookNode) -> None:
    _find(nb, "mean_test").metadata["nbgrader"] |= {"task": True, "schema_version": 3}


def _later_test(nb: NotebookNode) -> None:
    cell = _find(nb, "mean_test")
    nb.cells.remove(cell)
    nb.cells.append(v4.new_code_cell("mean = lambda values: [7.5, 3][len(values) == 2]"))
    nb.cells.append(cell)


def _own_test(nb: NotebookNode) -> None:
    cell = v4.new_code_cell("assert True")
    cell.metadata = {"nbgrader": dict(_find(nb, "mean_test").metadata["nbgrader"])}
    nb.cells.insert(0, cell)


def _own_last_cell(nb: NotebookNode) -> None:
    nb.cells.append(v4.new_code_cell("import numpy\nnumpy.isclose = lambda *_: numpy.ones(3)"))


def _named_by_code(nb: NotebookNode) -> None:
    nb.cells.insert(0, v4.new_code_cell("student = f\"{__import__('os').getcwd()}\""))
    nb.cells.insert(1, v4.new_code_cell('x = """\nstudent = "somebody else"\n"""'))


def _own_outputs(nb: NotebookNode) -> None:
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [v4.new_output("execute_result", {"text/plain": "3.0"})]
            cell.execution_count = 14


MANGLED = {
    "no tests": Lie({"mean": WRONG}, NO_MEAN, _without_tests),
    "a test twice": Lie({"mean": WRONG}, NO_MEAN, _twice),
    "upside down": Lie({"mean": WRONG}, NONE, _upside_down),
    "an answer under another's name": Lie({"mean": WRONG}, NO_MEAN, _another_name),
    "tests exchanged": Lie({"mean": WRONG}, (0, 3, 0, 0), _tests_exchanged),
    "an answer that is text": Lie({"mean": RIGHT}, FULL, _as_text),
    "worth more": Lie({"mean": WRONG}, NO_MEAN, _worth_more),
    "a test rewritten": Lie({"mean": WRONG}, NO_MEAN, _test_rewritten),
    "a test that is not locked": Lie({"mean": WRONG}, NO_MEAN, _unlocked),
    "a test that is none any more": Lie({"mean": WRONG}, NO_MEAN, _no_test_any_more),
    "a test that is a task": Lie({"mean": WRONG}, NO_MEAN, _a_task),
    "a test after a cell of its own": Lie({"mean": WRONG}, NO_MEAN, _later_test),
    "a test of its own in front": Lie({"mean": WRONG}, NO_MEAN, _own_test),
    "a last cell": Lie({"moments": NOTHING}, NO_MOMENTS, _own_last_cell),
    "a student called code": Lie({"mean": WRONG}, NO_MEAN, _named_by_code),
    "outputs from home": Lie({"moments": NOTHING}, NO_MOMENTS, _own_outputs),
}
HONEST = {
    "a function of NumPy": mean("import numpy as np\nmean = np.mean\n", FULL),
    "an object that can be called": mean(
        "class Mean:\n    def __call__(self, values):\n        return sum(values) / len(values)\n"
        "mean = Mean()\n",
        FULL,
    ),
    "a partial": mean(
        "import functools\nmean = functools.partial(lambda n, v: sum(v) / len(v), 3)\n", FULL
    ),
    "a tensor of one": mean(
        "import torch\ndef mean(values):\n    return torch.tensor(values, dtype=float).mean()\n",
        FULL,
    ),
    "helpers that change their meaning": Lie(
        {
            "mean": "def helper(v):\n    return sum(v)\n"
            "def mean(values):\n    return helper(values) / len(values)\n",
            "largest": "def helper(v):\n    return max(v)\n"
            "def largest(values):\n    return helper(values)\n",
        },
        FULL,
    ),
}
ALL = LIES | MANGLED | HONEST
