"""The look at the source fails closed: what it cannot read, it says; and its work grows with it."""

import pytest
from nbformat import v4

from helpers import tiny_course
from helpers.operations import growth
from mlp_course.grading.integrity import cell_source
from mlp_course.grading.integrity.oddities import imported, oddities
from mlp_course.grading.integrity.similar import runs
from mlp_course.grading.integrity.suspicion import noticed

GIVEN = {"np": "numpy"}
UNREAD = "cannot be read, since it "


@pytest.mark.parametrize(
    ("source", "what"),
    {
        "%time exec('1')": "uses exec",
        "%%time\nexec('1')": "uses exec",
        "%timeit -n 10 -r3 exec('1')": "uses exec",
        "time exec('1')": "uses exec",
        "time = exec('1')": "uses exec",
        "config = eval('1')": "uses eval",
        "    %time exec('1')": "uses exec",
        "for x in y:\n    %time np.isclose = x": "changes np",
        "%matplotlib {exec('1')}": "uses get_ipython",
        "%config InlineBackend.rc = {exec('1')}": "uses get_ipython",
        "%config Application.x = 1": "uses get_ipython",
        "%precision 3\n!ls": "uses get_ipython",
        "x = 1 # \u2028time\nexec('1')": "uses exec",
        "class A:\n    if True:\n        def __eq__(self, other): ...": "has a class with __eq__",
        "class A:\n    __eq__: object = None": "has a class with __eq__",
        "def f(": UNREAD + cell_source.NO_PYTHON,
        "print 1": UNREAD + cell_source.NO_PYTHON,
        "x = " + "-" * 100_000 + "1": UNREAD + cell_source.TOO_LONG,
        "(" * 1000 + ")" * 1000: UNREAD + cell_source.NO_PYTHON,
        "x" + ".y" * 10_000: UNREAD + cell_source.NO_PYTHON,
        "!ls\n" * 21: UNREAD + cell_source.TOO_MANY,
        "1 2\n" * 20_000: UNREAD + cell_source.TOO_LONG,
    }.items(),
    ids=lambda text: text[:30],
)
def test_what_hides_behind_a_magic_is_read_and_what_cannot_be_is_said(source, what):
    assert what in list(oddities(source, GIVEN))


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nx = 1",
        "%config InlineBackend.figure_format = 'svg'",
        "%time x = np.zeros(3)",
        "%%timeit -n 3\nx = np.zeros(3)",
        "matplotlib inline",
        "time = 3.0  # fs\nconfig = dict(time=time)",
        "await x",
    ],
)
def test_harmless_magics_are_no_remark(source):
    assert list(oddities(source, GIVEN)) == []


def test_all_oddities_of_a_cell_are_counted():
    source = "\n".join(f"f.__{name}__" for name in "abcdefg")
    [[_, said]] = noticed(v4.new_notebook(cells=[v4.new_code_cell(source)]), tiny_course.lesson())
    assert said.endswith("uses .__d__ and 3 more: judge it by hand")


def test_a_lesson_that_cannot_be_read_stops_the_look():
    with pytest.raises(ValueError, match="does not parse: import"):
        imported("import numpy as np (")


TEXTS = {
    "numbers in a list": lambda n: "x = [" + ", ".join(map(str, range(n))) + "]",
    "numbers in lines": lambda n: "\n".join(map(str, range(n))),
    "numbers that are no Python": lambda n: "1.0 2.0\n" * n,
    "attributes": lambda n: "x = a" + ".b" * n,
    "attributes of attributes": lambda n: "x = " + "f(a.b).c(" * (n // 100) + ")" * (n // 100),
    "functions": lambda n: "".join(f"def f{i}(x): return x\n" for i in range(n)),
    "classes": lambda n: "class A: pass\n" * n,
    "methods": lambda n: "class A:\n" + "    def f(self): self.x = 1\n" * n,
    "globals": lambda n: "def f():\n    global abs, np\n" * n,
    "magics": lambda n: "%time x = 1\n" * n,
    "shells": lambda n: "!ls\n" * n,
    "questions": lambda n: "a?\n" * n,
    "options": lambda n: "%timeit -n" + " " * n + "x y",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_is_twice_the_work(kind):
    text = TEXTS[kind]
    assert growth(lambda n: list(oddities(text(n), GIVEN)), 800) < 2.5
    assert growth(lambda n: list(runs(text(n))), 800) < 2.5
