"""The sets that ship: what DATA.md promises of them, and of the networks trained on them."""

import numpy as np
import pytest

from mlp_course.calculator import Calculator
from mlp_course.data import (
    FOLDER,
    checked_path,
    load,
    read_database,
    to_atoms,
    verify,
    write_database,
)
from mlp_course.dynamics import Trajectory, nve_drift
from mlp_course.potentials import MomentPotential
from mlp_course.reference.plan import read_plan
from mlp_course.reference.runs import files, read_runs
from mlp_course.symmetry import force_error
from mlp_course.training.batches import labelled_errors

RUNS = read_runs(FOLDER / "agi-md" / "settings.toml")
LABELLED = ("ethanol", "silica", "agi")


@pytest.mark.parametrize("name", LABELLED)
def test_hardly_a_frame_was_refused_and_no_net_force_is_left(name):
    plan, frames = read_plan(FOLDER / name / "settings.toml"), load(name)
    assert len(frames) >= 0.98 * len(plan)
    assert all(frame.info["net_force"] <= plan.labelling.max_net_force for frame in frames)
    assert all(frame.forces.sum(dim=0).abs().max() < 1e-4 for frame in frames)


@pytest.mark.parametrize("name", ["silica", "agi"])
def test_a_set_is_small_and_becomes_a_database(name, tmp_path):
    assert (FOLDER / name / f"{name}.extxyz.gz").stat().st_size < 5e6
    frames = load(name)[:5]
    write_database(tmp_path / "frames.db", frames)
    again = read_database(tmp_path / "frames.db")
    assert [frame.energy.item() for frame in again] == [frame.energy.item() for frame in frames]


def test_all_files_of_the_runs_are_shipped_and_whole():
    assert verify() == []
    for path in files(RUNS, FOLDER / RUNS.name):
        assert checked_path(RUNS.name, path.name).exists()


@pytest.fixture(scope="module")
def network() -> MomentPotential:
    return MomentPotential.load(checked_path("agi-md", "network-0.pt"))


@pytest.fixture(scope="module")
def unseen():
    return [frame for frame in load("agi") if frame.info["trajectory"] in RUNS.networks.held_out]


def test_the_shipped_network_is_right_where_it_was_not_trained(network, unseen):
    errors = labelled_errors(network, unseen)
    assert errors.force_mae_mev_per_angstrom < 80
    assert errors.energy_mae_mev_per_atom < 5
    stranger = MomentPotential([47, 53], RUNS.networks.cutoff)
    assert labelled_errors(stranger, unseen).force_mae_mev_per_angstrom > 300


def test_its_forces_are_the_slope_of_its_energy(network, unseen):
    assert force_error(network, unseen[0].structure) < 1e-6


def test_its_energy_does_not_drift_in_20_ps_at_600_kelvin(network, unseen):
    atoms = to_atoms(unseen[0])
    atoms.calc = Calculator(network)
    rng = np.random.default_rng(0)
    drift = nve_drift(atoms, temperature=600, timestep_fs=4.0, duration_fs=20_000, rng=rng)
    print(f"drift {drift:+.4f} meV/atom/ps")
    assert abs(drift) < 1


@pytest.mark.parametrize(("potential", "temperature"), RUNS.trajectories())
def test_the_shipped_runs_kept_their_temperature_and_their_crystal(potential, temperature):
    run = Trajectory.load(checked_path("agi-md", f"{potential}-{temperature:g}K.npz"))
    assert run.times_fs[-1] == RUNS.duration_fs
    assert run.temperature.mean() == pytest.approx(temperature, rel=0.02)
    iodine = run.positions[:, run.species == 53]
    iodine = iodine - iodine.mean(axis=1, keepdims=True)
    assert (
        np.linalg.norm(iodine - iodine.mean(axis=0), axis=-1).max() < 2.5
    )  # Å; the next site is 4.4 Å away
