"""Errors by hand."""

import pytest
import torch

from mlp_course.training.metrics import Errors, errors, mae, rmse


def test_mae_and_rmse_by_hand():
    predicted, true = torch.tensor([[1.0, -3.0], [0.0, 2.0]]), torch.zeros(2, 2)
    assert mae(predicted, true) == 1.5
    assert rmse(predicted, true) == pytest.approx((14 / 4) ** 0.5)


def test_signs_do_not_cancel():
    assert mae(torch.tensor([1.0, -1.0]), torch.zeros(2)) == 1


@pytest.mark.parametrize("measure", [mae, rmse])
def test_shapes_that_would_broadcast_are_refused(measure):
    with pytest.raises(ValueError, match=r"predicted \(3,\) and true \(3, 1\) must have one shape"):
        measure(torch.zeros(3), torch.zeros(3, 1))


def test_rmse_is_never_below_mae():
    generator = torch.Generator().manual_seed(0)
    for _ in range(20):
        a, b = torch.randn(2, 30, generator=generator)
        assert mae(a, b) <= rmse(a, b)


def test_energies_count_per_atom_and_forces_per_component():
    energy = torch.tensor([2.0, 3.0]), torch.tensor([0.0, 0.0])  # eV, of 2 and 10 atoms
    forces = torch.full((12, 3), 0.02), torch.zeros(12, 3)
    found = errors(energy, forces, [2, 10])
    assert found.energy_mae_mev_per_atom == pytest.approx(650)
    assert found.energy_rmse_mev_per_atom == pytest.approx(1000 * ((1 + 0.09) / 2) ** 0.5)
    assert found.force_mae_mev_per_angstrom == pytest.approx(20)
    assert found.force_rmse_mev_per_angstrom == pytest.approx(20)


def test_errors_print_with_units():
    text = str(Errors(1.234, 2.381, 34.56, 45.67))
    assert text == "energy MAE 1.23 (RMSE 2.38) meV/atom, force MAE 34.6 (RMSE 45.7) meV/Å"


@pytest.mark.parametrize(
    ("energy", "n_atoms", "forces"),
    [
        ((3, 1), 3, (111, 3)),
        ((1, 3), 3, (111, 3)),
        ((3,), 1, (111, 3)),
        ((3,), 4, (111, 3)),
        ((3,), 3, (333,)),
        ((3,), 3, (3, 37, 3)),
    ],
)
def test_columns_and_single_sizes_are_refused(energy, n_atoms, forces):
    sizes = [1, 10, 100, 1000][:n_atoms]
    pair = (torch.ones(energy), torch.zeros(energy))
    nothing = (torch.zeros(forces), torch.zeros(forces))
    with pytest.raises(ValueError, match="must have shape"):
        errors(pair, nothing, sizes)


def test_a_structure_without_atoms_is_refused():
    nothing = (torch.zeros(1, 3), torch.zeros(1, 3))
    with pytest.raises(ValueError, match="n_atoms must be positive"):
        errors((torch.ones(2), torch.ones(2)), nothing, [1, 0])
