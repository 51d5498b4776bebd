"""A test can use answers of another process as if they were here."""

import numpy as np
import pytest
import torch
from ase.build import molecule
from ase.calculators.singlepoint import SinglePointCalculator
from torch import nn

from mlp_course.data import load
from mlp_course.descriptors import ACSF
from mlp_course.exercises.networks.per_element import Springs
from mlp_course.grading.judge.errors import StoppedError
from mlp_course.grading.judge.testing import Plan, Step, verdicts
from mlp_course.grading.judge.values.decoder import Other
from mlp_course.grading.judge.values.plain import RefusedError
from mlp_course.potentials import BehlerParrinello
from mlp_course.training import Trainer, gradient_step

VALUES = [
    None,
    True,
    3,
    2**100,
    2.5,
    float("inf"),
    1 + 2j,
    "Å",
    b"\xff",
    ...,
    range(3),
    [1, [2.0, "a"]],
    (1, (2,)),
    {1, 2},
    frozenset("a"),
    {"a": [1], 2: None, (1, 2): 3},
]
ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.zeros((0, 3)),
    np.array(2.5),
    np.array([True, False]),
    np.array([1 + 2j]),
    np.array(["Si", "O"]),
    np.arange(6.0).reshape(2, 3).T,
    np.float32(1.5),
    np.int64(3),
    np.bool_(True),
]


def name(remote, name):
    """One name of an answer's."""
    return remote.look([name])[name]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_as_they_are(answers, value):
    got = name(answers("def same(x):\n    return x\n"), "same")(value)
    assert type(got) is type(value) and got == value


@pytest.mark.parametrize("made", ["Fraction(5, 2)", "Decimal('2.5')", "[Fraction(5, 2)]"])
def test_exact_numbers_come_as_floats(answers, made):
    source = f"from decimal import Decimal\nfrom fractions import Fraction\nanswer = {made}\n"
    assert np.asarray(name(answers(source), "answer"), dtype=float).item() == 2.5


@pytest.mark.parametrize("value", ARRAYS, ids=repr)
def test_arrays_come_as_they_are(answers, value):
    got = name(answers("def same(x):\n    return x\n"), "same")(value)
    assert type(got) is type(value) and got.dtype == value.dtype
    assert got.shape == value.shape and (got == value).all()


def test_an_array_of_lists_and_a_generator_come(answers):
    remote = answers(
        "import numpy as np\ndef ragged():\n    a = np.empty(2, object)\n    a[:] = [[1], [2, 3]]\n"
        "    return a\ndef counted():\n    return (i for i in range(3))\n"
    )
    assert name(remote, "ragged")().tolist() == [[1], [2, 3]]
    assert list(name(remote, "counted")()) == [0, 1, 2]


def test_what_is_no_plain_data_can_be_shown_and_no_more(answers):
    remote = answers(
        "class Row:\n    def __repr__(self):\n        return 'a row'\n    get_forces = 3\n"
        "row = Row()\n"
    )
    row = name(remote, "row")
    assert isinstance(row, Other) and repr(row) == "a row" and type(row).__name__ == "Row"
    assert not hasattr(row, "get_forces")


def test_names_that_are_not_there_are_left_out(answers):
    assert answers("a = 1").look(["a", "b"]) == {"a": 1}


ODD_NAMES = {
    "too many": "f = [0] * 10**7",
    "too deep": "f = []\nfor _ in range(1000):\n    f = [f]",
    "too large": "f = bytes(2**30)",
    "raises": "class Odd(dict):\n    def items(self):\n        raise OSError\nf = Odd()",
    "holds itself": "f = {(): {}, b'': {1}}\nf[frozenset({2})] = f",
}


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_a_name_that_cannot_be_read_is_met_by_who_uses_it(answers, odd):
    source = f"{ODD_NAMES[odd]}\ng = 2"
    remote = answers(source)
    assert remote.look(["f", "g"]) == {"g": 2}
    plan = Plan([Step("f", 1, test="uses f"), Step("g", 2, test="uses g")], ["f", "g"])
    first, second = verdicts(plan, lambda test: answers(source))
    assert first.error == "AssertionError" and first.lines == [1]
    assert "`f` gave what no test can read" in first.message
    assert (second.error, second.value) == ("", "2")


def test_arguments_are_changed_as_the_answer_changes_them(answers):
    remote = answers(
        "def change(array, rows, table, rng, atoms):\n    array += 1\n    rows[0][0] = 5\n"
        "    rows.append(7)\n    table['new'] = array\n    atoms.positions += 1\n"
        "    return rng.normal()\n"
    )
    array, rows, table = np.zeros(2), [[1], 2], {"old": 1}
    rng, same = np.random.default_rng(3), np.random.default_rng(3)
    atoms = molecule("H2O")
    drawn = name(remote, "change")(array, rows, table, rng, atoms)
    assert array.tolist() == [1, 1] and rows == [[5], 2, 7] and "new" in table
    assert drawn == same.normal() and rng.normal() == same.normal()
    assert np.allclose(atoms.positions, molecule("H2O").positions + 1)


def test_the_inner_array_of_a_list_stays_the_same_object(answers):
    inner = np.zeros(2)
    name(answers("def change(rows):\n    rows[0] += 1\n"), "change")([inner])
    assert inner.tolist() == [1, 1]


def test_functions_of_the_test_are_asked_and_their_errors_come_back(answers):
    remote = answers(
        "def twice(f, x):\n    return f(f(x))\n"
        "def careful(f, x):\n    try:\n        return f(x)\n    except ValueError as e:\n"
        "        return 'caught ' + str(e)\n"
    )
    asked = []

    def f(x):
        asked.append(x)
        if x > 4:
            raise ValueError("too large")
        return x + 1

    assert name(remote, "twice")(f, 1) == 3 and asked == [1, 2]
    assert name(remote, "careful")(f, 9) == "caught too large"
    with pytest.raises(ValueError, match="too large"):
        name(remote, "twice")(f, 9)


@pytest.mark.parametrize(
    ("raised", "kind", "said"),
    [
        ("KeyError('a')", KeyError, "'a'"),
        ("np.linalg.LinAlgError('singular')", np.linalg.LinAlgError, "singular"),
        ("type('Mine', (IndexError,), {})('mine')", IndexError, "mine"),
        ("SystemExit(3)", RuntimeError, "SystemExit"),
        ("StopIteration(3)", Exception, "3"),
        ("FileNotFoundError(2, 'No such file', 'a')", OSError, "No such file"),
    ],
)
def test_errors_are_raised_here_if_they_are_pythons_own(answers, raised, kind, said):
    remote = answers(f"import numpy as np\ndef f():\n    raise {raised}\n")
    with pytest.raises(kind, match=said) as caught:
        name(remote, "f")()
    assert type(caught.value).__module__ in ("builtins", "numpy.linalg")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f():\n    raise NotImplementedError('open')", NotImplementedError),
        ("import torch\nf = torch.nn.Module()", RuntimeError),
    ],
)
def test_only_the_answer_itself_says_that_it_is_open(answers, source, kind):
    with pytest.raises(RuntimeError) as caught:
        name(answers(source), "f")()
    assert type(caught.value) is kind


def test_structures_come_with_their_labels(answers):
    atoms = molecule("H2O")
    atoms.info["name"] = "water"
    atoms.calc = SinglePointCalculator(atoms, energy=-1.5, forces=np.ones((3, 3)))
    got = name(answers("def same(x):\n    return [x]\n"), "same")(atoms)[0]
    assert got.get_potential_energy() == -1.5 and (got.get_forces() == 1).all()
    assert got.get_chemical_symbols() == ["O", "H", "H"]


def test_gradients_and_their_gradients_pass_through(answers):
    remote = answers("def energy(network, x):\n    return (network(x) ** 3).sum()\n")
    network = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1)).double()
    x = torch.randn(5, 4, dtype=torch.float64, requires_grad=True)

    def both(energy):
        value = energy(network, x)
        (slope,) = torch.autograd.grad(value, x, create_graph=True)
        loss = (slope**2).sum() + value
        return [value, slope, *torch.autograd.grad(loss, [x, *network.parameters()])]

    there = both(name(remote, "energy"))
    here = both(lambda network, x: (network(x) ** 3).sum())
    for one, other in zip(there, here, strict=True):
        assert torch.allclose(one, other, rtol=1e-12, atol=1e-14)


def test_forces_made_there_lead_to_the_weights_of_an_energy_made_here(answers):
    remote = answers(
        "import torch\ndef forces(energy, r):\n    r = r.clone().requires_grad_()\n"
        "    return -torch.autograd.grad(energy(r), r, create_graph=True)[0]\n"
    )
    energy = Springs(1.3, torch.float64)
    r = torch.randn(3, 3, dtype=torch.float64)
    forces = name(remote, "forces")(energy, r)
    (slope,) = torch.autograd.grad(forces.sum(), energy.spring)
    assert torch.allclose(slope, -(r**3).sum())


def test_an_optimizer_a_network_and_their_gradients_are_the_same_in_every_call(answers):
    frame = load("ethanol")[0]

    def trained(step):
        network = BehlerParrinello(ACSF([1, 6, 8], 4.0), hidden=(5,), seed=0)
        (batch,) = Trainer(network, [frame]).train
        optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, momentum=0.5)
        losses = [float(step(network, batch, optimizer, 0.5, 2.0)) for _ in range(3)]
        return losses, torch.nn.utils.parameters_to_vector(network.parameters()).detach()

    source = "from mlp_course.training import gradient_step\ndef step(*given):\n"
    there = trained(name(answers(source + "    return gradient_step(*given)\n"), "step"))
    here = trained(gradient_step)
    assert there[0] == here[0] and torch.equal(there[1], here[1])

    # One that forgets to clear the gradients goes elsewhere.
    forgets = (
        "class Kept:\n    def __init__(self, o):\n        self.step = o.step\n"
        "    def zero_grad(self, *a, **k):\n        pass\n"
        "def forget(n, b, o, *w):\n    return gradient_step(n, b, Kept(o), *w)\n"
    )
    lost = trained(name(answers(source + "    pass\n" + forgets), "forget"))
    assert not torch.equal(lost[1], here[1])


def test_a_network_made_there_can_be_looked_at_and_changed(answers):
    remote = answers(
        "import torch\nfrom torch import nn\ndef make(n):\n"
        "    return nn.Sequential(nn.Linear(n, 3), nn.Tanh(), nn.Linear(3, 1))\n"
    )
    torch.manual_seed(5)
    network = name(remote, "make")(4)
    torch.manual_seed(5)
    same = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1))
    assert isinstance(network, nn.Module)
    assert [p.shape for p in network.parameters()] == [p.shape for p in same.parameters()]
    seen = []
    for part in network.modules():
        if isinstance(part, nn.Linear):
            part.register_forward_hook(lambda m, given, out: seen.append((given[0], out)))
    for changed in (network.double(), same.double()):
        with torch.no_grad():
            for weight in changed.parameters():
                weight.mul_(10)
    x = torch.randn(5, 4, dtype=torch.float64, requires_grad=True)
    assert torch.allclose(network(x), same(x))
    slopes = [torch.autograd.grad(n(x).sum(), [x, *n.parameters()]) for n in (network, same)]
    for one, other in zip(*slopes, strict=True):
        assert torch.allclose(one, other)
    assert len(seen) == 4 and torch.equal(seen[0][0], x.detach())


def test_precision_and_gradients_are_switched_there_as_here(answers):
    remote = answers("import torch\ndef made():\n    return torch.zeros(1).requires_grad_() * 2\n")
    torch.set_default_dtype(torch.float64)
    try:
        assert name(remote, "made")().dtype == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    with torch.no_grad():
        assert not name(remote, "made")().requires_grad
    assert name(remote, "made")().requires_grad


def test_files_pass_both_ways_but_no_links(answers, tmp_path):
    remote = answers(
        "import os\ndef store(path, text):\n    open(path, 'w').write(text)\n"
        "    os.symlink('/etc/passwd', str(path) + '.link')\n"
        "def load(path):\n    return open(path).read()\n"
        "def drop(path):\n    os.unlink(path)\n",
        scratch=tmp_path,
    )
    name(remote, "store")(tmp_path / "a.txt", "written there")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "written there"
    (tmp_path / "b.txt").write_text("written here")
    assert name(remote, "load")(str(tmp_path / "b.txt")) == "written here"
    name(remote, "drop")(tmp_path / "b.txt")
    assert not (tmp_path / "b.txt").exists()


def test_a_name_that_leads_out_of_the_folder_is_refused(answers, tmp_path):
    lie = (
        "from mlp_course.grading.judge.given import scratch\n"
        "scratch.Files.news = lambda self: {'../out.txt': b'x'}\n"
        "def store(path):\n    pass\n"
    )
    folder = tmp_path / "inside"
    folder.mkdir()
    with pytest.raises(RefusedError, match="cannot be called"):
        name(answers(lie, scratch=folder), "store")(folder / "a.txt")
    assert not (tmp_path / "out.txt").exists()


def test_who_ends_or_says_nothing_is_given_up(answers):
    with pytest.raises(StoppedError, match="stopped the Python process"):
        name(answers("import os\ndef f():\n    os._exit(0)\n"), "f")()
    with pytest.raises(StoppedError, match="too long"):
        name(answers("import time\ndef f():\n    time.sleep(60)\n", patience=0.5), "f")()
    with pytest.raises(StoppedError, match="too long"):
        name(answers("def f():\n    while True: pass\n", seconds=1), "f")()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("x = []\n    for _ in range(500):\n        x = [x]\n    return x", "lists inside lists"),
        ("return np.zeros(2**26)", "MB"),
        ("return [0] * 3_000_000", "values"),
        ("return 'x' * 3_000_000", "characters"),
        ("return 10 ** 5000", "digits"),
    ],
)
def test_too_much_is_a_sentence(answers, answer, said):
    with pytest.raises(RefusedError, match=said) as caught:
        name(answers(f"import numpy as np\ndef f():\n    {answer}\n"), "f")()
    assert str(caught.value).startswith("`f` gave what no test can read: ")
