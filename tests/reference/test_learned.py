"""Sampling by what has been learned.

Walks that leave physics begin again, and a network learns what it is shown.
"""

import ase
import numpy as np
import pytest
import torch
from ase.calculators.singlepoint import SinglePointCalculator

from mlp_course.classical.rigid_ion import silver_iodide
from mlp_course.data import Labelled, from_atoms
from mlp_course.potentials import MomentPotential, Morse
from mlp_course.reference import learned
from mlp_course.reference.learned import ATTEMPTS, CLOSEST, Learned, Network, teach
from mlp_course.reference.snapshots import Sampling
from mlp_course.training.batches import labelled_errors

SETTINGS = Sampling(timestep_fs=2.0, friction_per_fs=0.005, equilibration_fs=10.0)
NETWORK = Network(cutoff=4.5, channels=3, epochs=30, seed=0)


def task(frames: int = 4, seed: int = 5) -> Learned:
    where = {"temperature": 500.0, "lattice_constant": 5.07, "repeat": 1, "interval_fs": 10.0}
    return Learned(name="round-1-500K-0", group="round-1", seed=seed, frames=frames, **where)


# Walks that go as we write them.


def collapsed(atoms: ase.Atoms) -> None:
    atoms.positions[1] = atoms.positions[0] + [0, 0, CLOSEST - 0.01]


def lost(atoms: ase.Atoms) -> None:
    atoms.positions[2] = np.nan


def tight(atoms: ase.Atoms) -> None:
    """Two atoms as near as is still physics, across the edge of the cell."""
    atoms.positions[0], atoms.positions[1] = [0.0, 0, 0.05], [0.0, 0, 5.07 + 0.05 - CLOSEST - 0.01]


def fine(atoms: ase.Atoms) -> None:
    pass


def on_top(atoms: ase.Atoms) -> None:
    raise ValueError("atoms 0 and 1 of structure 0 lie on top of each other (1.0e-05 Å apart).")


def broken(atoms: ase.Atoms) -> None:
    raise ZeroDivisionError


@pytest.fixture
def script(monkeypatch):
    """Let every walk in turn do to its snapshots what is written; `seeds` are the walks' own."""

    def script(*walks) -> list[int]:
        seeds, left = [], iter(walks)

        def snapshots(atoms, sampling, task):
            seeds.append(task.seed)
            start = ase.Atoms(
                "Ag2I2",
                positions=[[0, 0, 0], [2.5, 0, 2.5], [0, 2.5, 0], [2.5, 2.5, 2.5]],
                cell=[5.07] * 3,
                pbc=True,
            )
            for act in next(left):
                act(start)
                yield start.copy()

        monkeypatch.setattr(learned, "snapshots", snapshots)
        return seeds

    return script


def told(frames: list[ase.Atoms]) -> list[tuple[int, float]]:
    return [(frame.info["attempt"], frame.info["time_fs"]) for frame in frames]


def test_a_walk_that_stays_is_taken_whole(script):
    seeds = script([fine] * 4)
    assert told(task().structures(SETTINGS, None)) == [(0, 10.0), (0, 20.0), (0, 30.0), (0, 40.0)]
    assert seeds == [5]


@pytest.mark.parametrize("fault", [collapsed, lost, on_top])
def test_a_walk_that_leaves_physics_begins_again_and_keeps_what_was_good(script, fault):
    seeds = script([fine, fine, fault, fine], [fault], [fine, fine, fine, fine])
    frames = list(task().structures(SETTINGS, None))
    assert told(frames) == [(0, 10.0), (0, 20.0), (2, 10.0), (2, 20.0)]
    assert len(set(seeds)) == 3
    assert all(
        frame.get_all_distances(mic=True)[np.triu_indices(4, 1)].min() > CLOSEST for frame in frames
    )


def test_near_is_not_too_near_and_images_count(script):
    script([tight] * 4)
    frames = list(task().structures(SETTINGS, None))
    assert len(frames) == 4
    assert frames[0].get_distance(0, 1, mic=True) == pytest.approx(CLOSEST + 0.01)


def test_every_walk_starts_elsewhere(monkeypatch):
    starts = []

    def snapshots(atoms, sampling, task):
        starts.append(atoms.positions.copy())
        raise ValueError("not a finite number")
        yield

    monkeypatch.setattr(learned, "snapshots", snapshots)
    monkeypatch.setattr(learned, "ATTEMPTS", 3)
    with pytest.raises(RuntimeError):
        list(task().structures(SETTINGS, Morse(0.3, 1.0, 2.8, 5.0)))
    assert len(starts) == 3
    assert not any(np.allclose(starts[0], other) for other in starts[1:])


def test_a_network_that_only_breaks_is_told(script):
    seeds = script(*[[collapsed]] * ATTEMPTS)
    with pytest.raises(
        RuntimeError,
        match=rf"the network of round-1-500K-0 broke {ATTEMPTS} walks: it needs labels",
    ):
        list(task().structures(SETTINGS, None))
    assert len(seeds) == len(set(seeds)) == ATTEMPTS


def test_walks_that_break_late_are_told_too(script):
    """One good frame a walk is not enough for more frames than there are attempts."""
    script(*[[fine, collapsed]] * ATTEMPTS)
    with pytest.raises(RuntimeError, match="broke 20 walks"):
        list(task(frames=ATTEMPTS + 1).structures(SETTINGS, None))


def test_a_fault_of_the_program_is_not_taken_for_physics(script):
    script([fine, broken])
    with pytest.raises(ZeroDivisionError):
        list(task().structures(SETTINGS, None))


# Walks that dynamics makes, and what is learned.


def frames(n: int, seed: int = 0) -> list[Labelled]:
    """`n` cells of four ions, labelled by the classical potential: a law that can be learned."""
    rng, labelled, classical, start = (
        np.random.default_rng(seed),
        [],
        silver_iodide(),
        task(seed=0).start(),
    )
    for _ in range(n):
        atoms = start.copy()
        atoms.positions += rng.normal(scale=0.15, size=(4, 3))
        atoms.calc = classical
        energy, forces = atoms.get_potential_energy(), atoms.get_forces()
        atoms.calc = SinglePointCalculator(atoms, energy=energy, forces=forces)
        labelled.append(from_atoms(atoms))
    return labelled


@pytest.fixture(scope="module")
def network() -> MomentPotential:
    return teach(NETWORK, frames(12))


def test_what_is_taught_is_learned(network):
    unseen = frames(8, seed=1)
    spread = torch.cat([frame.forces for frame in unseen]).abs().mean().item() * 1000  # meV/Å
    error = labelled_errors(network, unseen).force_mae_mev_per_angstrom
    assert error < 0.25 * spread


def test_a_network_has_the_settings_and_the_elements_it_is_shown(network):
    assert (network.elements, network.cutoff, network.channels) == ([47, 53], 4.5, 3)


def test_teaching_repeats_with_its_seed():
    brief = Network(cutoff=4.5, channels=2, epochs=2, seed=3)
    first, again = (teach(brief, frames(4)).state_dict() for _ in range(2))
    other = teach(Network(cutoff=4.5, channels=2, epochs=2, seed=4), frames(4)).state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["mixing"], other["mixing"])


def test_the_network_moves_the_ions(network):
    sampled = list(task(frames=2).structures(SETTINGS, network))
    assert told(sampled) == [(0, 10.0), (0, 20.0)]
    moved = ase.Atoms(sampled[0])
    moved.calc = learned.Calculator(network)
    assert sampled[0].get_forces() == pytest.approx(moved.get_forces())
    assert np.abs(sampled[1].positions - sampled[0].positions).max() > 1e-3


def test_a_potential_that_collapses_gives_no_frame(monkeypatch):
    monkeypatch.setattr(learned, "ATTEMPTS", 2)
    attractive = Morse(depth=5.0, width=1.0, r_0=0.8, cutoff=5.0)
    with pytest.raises(RuntimeError, match="broke 2 walks"):
        list(
            task().structures(
                Sampling(timestep_fs=4.0, friction_per_fs=0.005, equilibration_fs=200.0), attractive
            )
        )
