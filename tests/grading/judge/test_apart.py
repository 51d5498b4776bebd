"""Lies that fool a test where the answer is, and none of them where the judge is.

The twins are judges spoiled on purpose: one runs tests in the answer's process, one unpickles. Both
are fooled, so the lies are such that a worse judge would believe.
"""

import pickle

import pytest
from ase.build import molecule
from ase.calculators.singlepoint import SinglePointCalculator

from mlp_course.grading.judge.remote import Remote
from mlp_course.grading.judge.spoiling import Spoiler, spoiled
from mlp_course.grading.judge.testing import Plan, Step, judged, verdicts
from mlp_course.grading.judge.values.decoder import Decoder

TEST = Step(
    "hidden = [4.0, 7.0]\n"
    "assert np.allclose(f(hidden), sum(hidden) / 2), 'Divide by how many there are.'\n"
    "assert f([1.0, 2.0]) == 1.5\n",
    3,
    "f_test",
)
SETUP = "import numpy as np\n"
YES = (
    "class Yes(float):\n    __eq__ = lambda self, other: True\n    __hash__ = None\n"
    "    __array_ufunc__ = lambda self, *given, **named: True\n"
)
TOGETHER = {
    "a number that equals everything": YES + "def f(x):\n    return Yes(9)\n",
    "an array of its own": (
        "class Yes(np.ndarray):\n"
        "    __array_function__ = __array_ufunc__ = lambda self, *given, **named: True\n"
        "def f(x):\n    return np.zeros(()).view(Yes)\n"
    ),
    "NumPy replaced": YES + "np.allclose = lambda *given: True\ndef f(x):\n    return Yes(9)\n",
    "the name of NumPy replaced": (
        "class np:\n    allclose = lambda *given: True\n" + YES + "def f(x):\n    return Yes(9)\n"
    ),
    "the frame of the test": (
        "import sys\ndef f(x):\n    space = sys._getframe(1).f_globals\n"
        "    space['f'] = lambda x: 1.5\n    return sum(space.get('hidden', [0])) / 2\n"
    ),
    "what the test calls": (
        "sum = lambda values: 18.0\ndef f(x):\n    return 9.0 if x[0] > 1 else 1.5\n"
    ),
}
REDUCED = (
    "import pickle\nfrom mlp_course.grading.judge.answers import Answers\n"
    "class Evil:\n    def __reduce__(self):\n"
    "        return eval, (\"type('Yes', (float,), dict(__eq__=lambda *_: True, \"\n"
    '            "__array_ufunc__=lambda *_, **__: True))(9)",)\n'
    "def f(x):\n    return pickle.dumps(Evil())\n"
)


def apart(remote: Remote):
    """What the judge says of an answer elsewhere."""
    space = {}
    exec(SETUP, space)
    (verdict,) = verdicts(Plan([TEST], ["f"]), lambda test: remote, space)
    return verdict


@pytest.fixture(autouse=True)
def own_numpy():
    """What the twin's answers do to NumPy is undone."""
    import numpy as np

    allclose = np.allclose
    yield
    np.allclose = allclose


@pytest.mark.parametrize("lie", TOGETHER)
def test_no_lie_is_believed_by_a_judge_apart(answers, lie):
    assert apart(answers(SETUP + TOGETHER[lie])).error


@pytest.mark.parametrize("lie", TOGETHER)
def test_every_lie_is_believed_where_tests_run_beside_the_answer(lie):
    space = {}
    exec(SETUP + TOGETHER[lie], space)
    assert judged(TEST, space, None).error == ""


def test_a_judge_that_unpickles_is_fooled_and_ours_is_not(answers, monkeypatch):
    assert apart(answers(REDUCED)).error
    honest = Decoder._bytes
    monkeypatch.setattr(Decoder, "_bytes", lambda *given: pickle.loads(honest(*given)))
    assert apart(answers(REDUCED)).error == ""


def test_the_right_answer_is_believed_unless_it_is_spoiled(answers):
    right = "def f(x):\n    return sum(x) / len(x)\n"
    assert apart(answers(right)).error == ""
    remote = answers(right)
    remote.spoil = spoiled
    assert apart(remote).error == "AssertionError"


def test_a_structure_is_spoiled_and_what_gives_nothing_is_known(answers):
    atoms = molecule("H2O")
    atoms.calc = SinglePointCalculator(atoms, energy=-1.0)
    (other,) = spoiled([atoms])
    assert abs(other.positions - atoms.positions).max() > 1.0
    assert other.get_chemical_symbols() == ["O", "H", "H"] and other.calc.results["energy"] == -1.0
    spoiler = Spoiler()
    assert spoiler(print) is print and not spoiler.was_in_vain()
    assert spoiler([None, {"a": print}]) == [None, {"a": print}] and spoiler.was_in_vain()
    assert spoiler({"a": atoms}) and not spoiler.was_in_vain()
