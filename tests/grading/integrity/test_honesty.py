"""What an honest answer never does is noticed, what it does is not."""

import pytest
from nbformat import v4

from helpers import tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.tiny_course import LESSON, REPOSITORY
from mlp_course.commands import grade as grade_verb
from mlp_course.grading.integrity.oddities import oddities
from mlp_course.grading.integrity.suspicion import noticed
from mlp_course.grading.run.listen import is_well_formed
from mlp_course.grading.run.outputs import NO_MARK, UNCALLED, keep_own_result

GIVEN = {"np": "numpy", "expect": "mlp_course.exercises.expect"}
BANK = REPOSITORY / "tests" / "answers"


@pytest.mark.parametrize(
    ("source", "what"),
    {
        "np.isclose = abs": "changes np",
        "import numpy\ndel numpy.testing.assert_allclose": "changes numpy",
        "def expect(*given, **named): pass": "redefines expect",
        "from operator import or_ as expect": "redefines expect",
        "for abs in (): pass": "redefines abs",
        "def f():\n    global float\n    float = 3": "redefines float",
        "x = (lambda: get_ipython())()": "uses get_ipython",
        "%run other.py": "uses get_ipython",
        "f.__globals__": "uses .__globals__",
        "class A:\n    __eq__ = None": "has a class with __eq__",
        "getattr(np, '__dict__')": "uses __dict__",
        "from os import fork": "imports os.fork",
        "import os as o\no.system('x')": "uses o.system",
        "import IPython.core": "imports IPython.core",
    }.items(),
)
def test_what_honest_answers_have_no_use_for_is_noticed(source, what):
    assert what in list(oddities(source, GIVEN))


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nfrom mlp_course.exercises import dice",
        "def f(x, sum=0):\n    max = x\n    return [abs for abs in x]",
        "class Net:\n    def __init__(self):\n        super().__init__()\n"
        "        self.x = [p for p in self.modules()]",
        "x = np.zeros(3)\nx[0] = 1\nx.shape = (3, 1)",
        "%matplotlib inline\nimport os.path",
        "this is not Python",
    ],
)
def test_what_they_do_is_not(source):
    assert list(oddities(source, GIVEN)) == []


def test_no_answer_of_the_bank_is_odd():
    paths = sorted(BANK.glob("*/*.py"))
    assert len(paths) > 100
    assert {path.name: odd for path in paths if (odd := list(oddities(path.read_text())))} == {}


def test_cells_of_the_lesson_are_its_own():
    lesson, source = tiny_course.lesson(), "import os\nos.system('ls')"
    lesson.cells.append(v4.new_code_cell(source))
    submitted = v4.new_notebook(cells=[v4.new_code_cell(source), v4.new_code_cell("exec('1')")])
    assert [said for _, said in noticed(submitted, lesson)] == ["it uses exec: judge it by hand"]


def result(text: str):
    """What Jupyter shows of a last expression."""
    return v4.new_output("execute_result", {"text/plain": text})


ERROR = v4.new_output("error", ename="E", evalue="", traceback=[])
PARTIAL, WHOLE = '"""Some marks."""\nfloat(score)', '"""All or nothing."""\nassert f(1)'


@pytest.mark.parametrize(
    ("source", "outputs", "says", "left"),
    [
        (PARTIAL, [result("1.5")], "", ["1.5"]),
        (PARTIAL, [result("3.0"), result("0.0")], UNCALLED, ["0.0"]),
        (PARTIAL, [result("3.0"), ERROR], UNCALLED, ["E"]),
        (PARTIAL, [], NO_MARK, ["NoMark"]),
        (PARTIAL, [result("nan")], NO_MARK, ["NoMark"]),
        (PARTIAL, [result("-1")], NO_MARK, ["NoMark"]),
        (PARTIAL, [result("3.5")], NO_MARK, ["NoMark"]),
        (PARTIAL, [result("'all'")], NO_MARK, ["NoMark"]),
        (WHOLE, [], "", []),
        (WHOLE, [ERROR], "", ["E"]),
        (WHOLE, [result("3.0"), ERROR], UNCALLED, ["E"]),
    ],
)
def test_only_a_tests_own_mark_counts(source, outputs, says, left):
    cell = tiny_course.code("f_test", source, grade=True, locked=True, points=3)
    cell.outputs = list(outputs)
    assert keep_own_result(cell) == says
    assert [
        o.ename if o.output_type == "error" else o.data["text/plain"] for o in cell.outputs
    ] == left


@pytest.mark.parametrize(
    ("kind", "content", "well"),
    [
        ("stream", {"name": "stdout", "text": "x"}, True),
        ("stream", {"name": "stdout"}, False),
        ("error", {"ename": "E", "evalue": "", "traceback": ["x"]}, True),
        ("error", {"ename": "E", "evalue": "", "traceback": [1]}, False),
        (
            "display_data",
            {"data": {"text/plain": "x", "application/json": {}}, "metadata": {}},
            True,
        ),
        ("display_data", {"data": {"text/plain": 3}, "metadata": {}}, False),
        ("status", {"execution_state": "idle"}, True),
        ("status", ["idle"], False),
        (None, {}, False),
    ],
)
def test_messages_are_looked_at_before_they_are_believed(kind, content, well):
    assert is_well_formed(kind, content) == well


def test_of_an_honest_submission_nothing_is_said(course, capsys):
    hand_in(course, LESSON, "ada", answered(course, LESSON, perfect_answers(course, LESSON)))
    assert grade_verb.main([LESSON, "--course", str(course.root)]) == 0
    assert "judge" not in capsys.readouterr().out
