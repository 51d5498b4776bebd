"""What a potential is: every family in the registry passes every test here.

The tests are collected in tests/potentials/test_contract_*.py, one file for each kind of family, so
that several processes can share them. A file brings a fixture `potential`.
"""

import json

import numpy as np
import pytest
import torch

from helpers.specimens import (
    CUTOFF,
    INVALID,
    PERIODIC,
    STRUCTURES,
    atom,
    ethanol,
    invalid,
)
from mlp_course import symmetry
from mlp_course.graph import build_graph
from mlp_course.potentials import Model, evaluate, predict
from mlp_course.structures import Structure

TIGHT = 1e-10  # rounding in float64


@pytest.fixture(params=STRUCTURES)
def structure(request) -> Structure:
    return STRUCTURES[request.param]


@pytest.fixture(params=PERIODIC)
def periodic(request) -> Structure:
    return PERIODIC[request.param]


def test_forces_are_the_slope_of_the_energy(potential, structure):
    assert symmetry.force_error(potential, structure) < 1e-6


def test_stress_is_the_slope_of_the_energy_under_strain(potential, periodic):
    assert symmetry.stress_error(potential, periodic) < 1e-6


def test_without_three_periods_there_is_no_stress(potential):
    assert predict(potential, ethanol()).stress.isnan().all()


def test_rotation(potential, structure):
    for seed in range(3 if structure is STRUCTURES["molecule"] else 1):
        rotation = symmetry.random_rotation(np.random.default_rng(seed))
        assert symmetry.rotation_error(potential, structure, rotation) < TIGHT


def test_reflection(potential, structure):
    assert symmetry.rotation_error(potential, structure, -np.eye(3)) < TIGHT


def test_translation(potential, structure):
    assert symmetry.translation_error(potential, structure) < TIGHT


def test_moving_one_atom_by_a_lattice_vector_changes_nothing(potential, periodic):
    positions = periodic.positions.clone()
    positions[0] += 3 * periodic.cell[0] - 2 * periodic.cell[2]
    moved = Structure(positions, periodic.species, periodic.cell)
    assert torch.allclose(
        predict(potential, moved).forces, predict(potential, periodic).forces, atol=TIGHT, rtol=0
    )


def test_permutation(potential, structure):
    order = torch.arange(len(structure)).flip(0)
    assert symmetry.permutation_error(potential, structure, order) < TIGHT


def test_twice_the_structure_has_twice_the_energy(potential, structure):
    assert symmetry.extensivity_error(potential, structure) < TIGHT


def test_batch_equals_single(potential):
    assert symmetry.batch_error(potential, list(STRUCTURES.values())) < TIGHT


def test_stress_and_atomic_energies_of_a_batch_equal_single(potential):
    together, alone = (
        predict(potential, list(STRUCTURES.values())),
        [predict(potential, s) for s in STRUCTURES.values()],
    )
    for field in ("stress", "atomic_energy"):
        joined = torch.cat([getattr(part, field) for part in alone])
        assert torch.allclose(getattr(together, field), joined, atol=TIGHT, rtol=0, equal_nan=True)


def test_forces_add_up_to_zero(potential, structure):
    assert predict(potential, structure).forces.sum(dim=0).abs().max() < TIGHT


def test_energy_is_the_sum_of_atomic_energies(potential, structure):
    answer = predict(potential, structure)
    assert answer.atomic_energy.shape == (len(structure),)
    assert answer.energy.item() == pytest.approx(answer.atomic_energy.sum().item(), abs=TIGHT)


def test_the_structures_feel_something(potential):
    """Otherwise the tests above would pass on a potential that is zero."""
    for name in ("molecule", "sheared cell", "slab", "chain"):
        assert predict(potential, STRUCTURES[name]).forces.abs().max() > 1e-3
    assert predict(potential, STRUCTURES["one-atom crystal"]).stress.abs().max() > 1e-6


def test_an_atom_out_of_reach_adds_its_own_energy_and_no_force(potential):
    answer, lonely = (
        predict(potential, STRUCTURES["atom without neighbors"]),
        Structure(torch.zeros(1, 3).double(), torch.tensor([1]), torch.zeros(3, 3).double()),
    )
    assert (answer.forces[-1] == 0).all()
    own = predict(potential, lonely).energy.item()
    assert answer.atomic_energy[-1].item() == pytest.approx(own, abs=TIGHT, rel=0)


def test_one_atom_feels_no_force(potential):
    assert (predict(potential, atom()).forces == 0).all()


def crossing(potential, distance: float):
    """A hydrogen atom at `distance` Å from the oxygen of a water-like molecule."""
    positions = torch.tensor(
        [[0.0, 0, 0], [-0.8, 0.5, 0], [-0.2, -0.9, 0.1], [distance, 0, 0]]
    ).double()
    return predict(
        potential, Structure(positions, torch.tensor([8, 1, 1, 1]), torch.zeros(3, 3).double())
    )


def jump_at_cutoff(potential, gap: float = 1e-6) -> tuple[float, float]:
    """How much energy (eV) and forces (eV/Å) change while an atom crosses the cutoff by `gap` Å on
    both sides.
    """
    inside, outside = crossing(potential, CUTOFF - gap), crossing(potential, CUTOFF + gap)
    return (inside.energy - outside.energy).abs().item(), (
        inside.forces - outside.forces
    ).abs().max().item()


def test_smooth_at_the_cutoff(potential):
    energy, forces = jump_at_cutoff(potential)
    assert energy < 1e-9
    assert forces < 1e-5


def test_atoms_on_one_line_have_finite_forces_and_training_gradients(potential):
    positions = torch.tensor([[-1.16, 0, 0], [0, 0, 0], [1.16, 0, 0]]).double()
    line = Structure(positions, torch.tensor([8, 6, 8]), torch.zeros(3, 3).double())
    answer = evaluate(potential, build_graph(line, potential.cutoff), train=True)
    answer.forces.square().sum().backward()
    assert answer.forces.isfinite().all()
    assert all(p.grad is None or p.grad.isfinite().all() for p in potential.parameters())


@pytest.mark.parametrize(
    "name", [name for name, structure in STRUCTURES.items() if len(structure) > 1]
)
def test_force_loss_reaches_the_parameters(potential, name):
    answer = evaluate(potential, build_graph(STRUCTURES[name], potential.cutoff), train=True)
    (answer.energy.sum() + answer.forces.square().sum()).backward()
    gradients = [p.grad for p in potential.parameters() if p.grad is not None]
    assert all(g.isfinite().all() for g in gradients)
    assert max(g.abs().max() for g in gradients) > 0


@pytest.mark.parametrize("name", INVALID)
def test_nonsense_is_refused(potential, name):
    structure, message = invalid(name)
    with pytest.raises(ValueError, match=message):
        predict(potential, structure)


def test_structure_and_parameters_are_left_alone(potential):
    structure = ethanol()
    before = structure.positions.clone(), [p.clone() for p in potential.parameters()]
    predict(potential, structure)
    assert torch.equal(structure.positions, before[0])
    assert not structure.positions.requires_grad
    assert all(
        torch.equal(a, b) and a.grad is None
        for a, b in zip(potential.parameters(), before[1], strict=True)
    )


def test_answers_carry_no_graph(potential):
    assert not any(part.requires_grad for part in predict(potential, ethanol()))


def test_works_inside_no_grad(potential):
    with torch.no_grad():
        inside = predict(potential, ethanol())
    assert torch.equal(inside.forces, predict(potential, ethanol()).forces)


# What a family declares.


def test_a_saved_potential_is_the_same_again(potential, tmp_path):
    potential.save(tmp_path / "potential.pt")
    again = type(potential).load(tmp_path / "potential.pt")
    for name in ("molecule", "sheared cell"):
        before = predict(potential, STRUCTURES[name])
        after = predict(again, STRUCTURES[name])
        assert torch.equal(before.energy, after.energy)
        assert torch.equal(before.forces, after.forces)
    assert again.settings == potential.settings


def test_settings_are_plain_values(potential):
    assert json.loads(json.dumps(potential.settings)) == potential.settings


def test_another_format_and_a_damaged_file_are_told_in_one_sentence(potential, tmp_path):
    path = tmp_path / "potential.pt"
    potential.save(path)
    content = torch.load(path, weights_only=True)
    torch.save(content | {"format": 99}, path)
    with pytest.raises(ValueError, match=r"of format 2: it has format 99, so .*\.$"):
        type(potential).load(path)
    torch.save(content | {"family": "Other"}, path)
    with pytest.raises(ValueError, match=r"is not a saved \w+, but a Other\.$"):
        type(potential).load(path)
    torch.save(content, path)
    whole = path.read_bytes()
    for length in (0, 300, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=r"is not a saved \w+\.$"):
            type(potential).load(path)


def test_calibration_takes_a_plain_graph_and_leaves_it(potential):
    graph = build_graph([ethanol(), STRUCTURES["sheared cell"]], CUTOFF)
    before = graph.vectors.clone()
    labels = evaluate(potential, graph)
    potential.calibrate(graph, labels.energy, labels.forces)
    assert torch.equal(graph.vectors, before)
    assert predict(potential, ethanol()).energy.isfinite().all()


def test_a_prepared_graph_says_the_same(potential):
    graph = build_graph([ethanol(), STRUCTURES["sheared cell"]], CUTOFF)
    plain = evaluate(potential, graph)
    prepared = evaluate(potential, potential.prepare(graph))
    assert torch.allclose(prepared.energy, plain.energy, atol=TIGHT, rtol=0)
    assert torch.allclose(prepared.forces, plain.forces, atol=1e-9, rtol=0)


def test_what_has_no_closed_form_says_so(potential):
    if type(potential).fit is not Model.fit:
        pytest.skip("it has one, which tests of its own hold to its labels")
    graph = build_graph(ethanol(), CUTOFF)
    with pytest.raises(NotImplementedError, match="no closed form: teach it with"):
        potential.fit(graph, torch.zeros(1), torch.zeros(9, 3))
