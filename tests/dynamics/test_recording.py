"""A recorded run can be stopped anywhere and goes on to the same bits.

One that blows up says when and why.
"""

import contextlib
import itertools
import os
import signal
import subprocess
import sys

import ase
import numpy as np
import pytest
from ase.build import bulk
from ase.constraints import FixAtoms
from ase.md.andersen import Andersen
from ase.md.langevin import Langevin
from ase.units import fs

from helpers.soft_solid import solid
from mlp_course.calculator import BareCalculator, Calculator
from mlp_course.dynamics import (
    Limits,
    ProgressBar,
    Trajectory,
    Unstable,
    langevin,
    nose_hoover,
    nve,
    record,
    recording,
    thermalize,
    trajectory,
)
from mlp_course.potentials import LennardJones, Morse

ENSEMBLES = {
    "nve": lambda: nve(solid(), 0.5),
    "langevin": lambda: langevin(solid(), 0.5, 300, 0.02, np.random.default_rng(5)),
    "nose_hoover": lambda: nose_hoover(solid(), 0.5, 300, 20.0),
}
RUN = {"duration_fs": 20.0, "every_fs": 1.0}


def same(first: Trajectory, second: Trajectory) -> bool:
    return all(
        np.array_equal(getattr(first, name), getattr(second, name)) for name in trajectory.FIELDS
    )


class Interrupt:
    """Ctrl-C at a frame."""

    def __init__(self, number: int):
        self.number = number

    def __call__(self, recorder, frame):
        if frame.number == self.number:
            raise KeyboardInterrupt


# What is recorded.


def test_frames_are_where_ase_s_own_run_is():
    kept, atoms = record(nve(solid(), 0.5), **RUN), solid()
    assert kept.times_fs == pytest.approx(np.arange(21))
    assert np.array_equal(kept.positions[0], atoms.positions)
    dynamics = nve(atoms, 0.5)
    dynamics.run(40)
    assert np.array_equal(kept.positions[-1], atoms.positions)
    assert kept.potential_energy[-1] == atoms.get_potential_energy()
    assert kept.kinetic_energy[-1] == pytest.approx(atoms.get_kinetic_energy())
    assert kept.total_energy[-1] == pytest.approx(atoms.get_total_energy())
    assert kept.temperature[-1] == pytest.approx(atoms.get_temperature() * 24 / 21)


def test_recording_goes_on_from_where_the_atoms_are():
    dynamics = nve(solid(), 0.5)
    first, second = record(dynamics, **RUN), record(dynamics, **RUN)
    assert np.array_equal(first.positions[-1], second.positions[0])
    assert second.times_fs[0] == 0


def test_positions_are_not_wrapped():
    atoms = solid()
    moving = record(nve(atoms, 0.5), **RUN)
    shifted = solid()
    shifted.positions += 5.9
    shifted.calc.sites = shifted.calc.sites + 5.9
    assert np.allclose(record(nve(shifted, 0.5), **RUN).positions, moving.positions + 5.9)


@pytest.mark.parametrize(
    ("duration", "every"), [(20.0, 0.7), (20.5, 1.0), (0.0, 1.0), (20.0, 0.0001)]
)
def test_times_that_do_not_fit_are_refused(duration, every):
    with pytest.raises(ValueError, match="whole number of times"):
        record(nve(solid(), 0.5), duration_fs=duration, every_fs=every)


def test_a_listener_hears_every_frame_and_may_end_the_run():
    heard = []
    kept = record(
        nve(solid(), 0.5),
        **RUN,
        listeners=[lambda r, f: heard.append(f.number), lambda r, f: f.number == 3],
    )
    assert heard == [0, 1, 2, 3]
    assert len(kept) == 4


def test_progress_is_on_stdout(capfd):
    record(nve(solid(), 0.5), **RUN, listeners=[ProgressBar("run")])
    out, err = capfd.readouterr()
    assert err == ""
    assert "run" in out and "20/20" in out and "0.02 ps" in out


# Interrupted and resumed.


@pytest.mark.parametrize(("name", "frame"), [*itertools.product(ENSEMBLES, (0, 7, 20))])
def test_goes_on_to_the_same_bits_after_ctrl_c(name, frame, tmp_path):
    whole = record(ENSEMBLES[name](), **RUN)
    with pytest.raises(KeyboardInterrupt):
        record(ENSEMBLES[name](), **RUN, path=tmp_path / "run.npz", listeners=[Interrupt(frame)])
    assert len(Trajectory.load(tmp_path / "run.npz")) == frame + 1
    again = record(ENSEMBLES[name](), **RUN, path=tmp_path / "run.npz")
    assert same(again, whole)
    assert same(Trajectory.load(tmp_path / "run.npz"), whole)


@pytest.mark.parametrize("name", ENSEMBLES)
def test_interrupted_between_frames_it_goes_on_with_the_same_objects(name, tmp_path):
    """Ctrl-C in a notebook: atoms and bath are somewhere in the middle."""
    whole, dynamics = record(ENSEMBLES[name](), **RUN), ENSEMBLES[name]()
    with pytest.raises(KeyboardInterrupt):
        record(dynamics, **RUN, path=tmp_path / "run.npz", listeners=[Interrupt(9)])
    dynamics.run(1)
    assert same(record(dynamics, **RUN, path=tmp_path / "run.npz"), whole)


@pytest.mark.parametrize("part", ["momenta", "bath", "random"])
def test_without_a_part_of_the_state_it_is_another_run(part, tmp_path):
    """The broken twin: the comparison above sees a bath, a momentum or a random state that was not
    restored.
    """
    name = {"momenta": "nve", "bath": "nose_hoover", "random": "langevin"}[part]
    whole, path = record(ENSEMBLES[name](), **RUN), tmp_path / "run.npz"
    with pytest.raises(KeyboardInterrupt):
        record(ENSEMBLES[name](), **RUN, path=path, listeners=[Interrupt(9)])
    arrays = trajectory.read_arrays(path)
    old = recording.state_of(ENSEMBLES[name]())[part]
    trajectory.write_arrays(path, arrays | {f"state_{part}": old}, compressed=False)
    assert not same(record(ENSEMBLES[name](), **RUN, path=path), whole)


def test_a_finished_run_is_read_and_can_be_extended(tmp_path):
    path = tmp_path / "run.npz"
    record(nve(solid(), 0.5), **RUN, path=path)
    atoms = solid()
    record(nve(atoms, 0.5), **RUN, path=path)
    # This calculator has no weights to compare: its energy is.
    assert atoms.calc.calls == 1
    longer = {"duration_fs": 30.0, "every_fs": 1.0}
    assert same(record(nve(atoms, 0.5), **longer, path=path), record(nve(solid(), 0.5), **longer))


OTHERS = {
    "time step": lambda: nve(solid(), 0.25),
    "ensemble": ENSEMBLES["langevin"],
    "atoms": lambda: nve(solid()[[1, 0, 2, 3, 4, 5, 6, 7]], 0.5),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_run_is_refused(name, tmp_path):
    record(nve(solid(), 0.5), **RUN, path=tmp_path / "run.npz")
    with pytest.raises(ValueError, match="other settings or atoms"):
        record(OTHERS[name](), **RUN, path=tmp_path / "run.npz")


def test_another_temperature_is_another_run(tmp_path):
    record(nose_hoover(solid(), 0.5, 300, 20.0), **RUN, path=tmp_path / "run.npz")
    with pytest.raises(ValueError, match="other settings"):
        record(nose_hoover(solid(), 0.5, 310, 20.0), **RUN, path=tmp_path / "run.npz")


def test_dynamics_of_which_the_state_is_not_known_has_no_path(tmp_path):
    dynamics = Andersen(
        solid(), 0.5 * fs, temperature_K=300, andersen_prob=0.01, rng=np.random.default_rng(0)
    )
    assert len(record(dynamics, **RUN)) == 21
    with pytest.raises(ValueError, match="Andersen"):
        record(dynamics, **RUN, path=tmp_path / "run.npz")


KILLED = """
import os, signal, sys
from helpers.soft_solid import solid
from mlp_course.dynamics import nve, record, recording
recording.SECONDS_BETWEEN_SAVES = 0
def dies(recorder, frame):
    if frame.number == 11:
        os.kill(os.getpid(), signal.SIGKILL)
record(nve(solid(), 0.5), duration_fs=20.0, every_fs=1.0, path={path!r}, listeners=[dies])
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix signal")
def test_goes_on_after_a_kill(tmp_path):
    script = KILLED.format(path=str(tmp_path / "run.npz"))
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(Trajectory.load(tmp_path / "run.npz")) >= 11
    assert same(
        record(nve(solid(), 0.5), **RUN, path=tmp_path / "run.npz"),
        record(nve(solid(), 0.5), **RUN),
    )


def test_a_full_disk_leaves_the_older_file(tmp_path, monkeypatch):
    kept = record(nve(solid(), 0.5), **RUN, path=tmp_path / "run.npz")

    def full(file, **arrays):
        file.write(b"PK")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        record(nve(solid(), 0.5), duration_fs=30.0, every_fs=1.0, path=tmp_path / "run.npz")
    assert same(Trajectory.load(tmp_path / "run.npz"), kept)
    assert [path.name for path in tmp_path.iterdir()] == ["run.npz"]


# On disk.


def test_single_precision_is_close_and_smaller(tmp_path):
    kept = record(nve(solid(), 0.5), **RUN)
    kept.save(tmp_path / "double.npz")
    kept.save(tmp_path / "single.npz", positions_dtype=np.float32)
    assert same(Trajectory.load(tmp_path / "double.npz"), kept)
    single = Trajectory.load(tmp_path / "single.npz")
    assert single.positions.dtype == np.float64
    assert 0 < np.abs(single.positions - kept.positions).max() < 1e-6
    assert (tmp_path / "single.npz").stat().st_size < (tmp_path / "double.npz").stat().st_size
    first = (tmp_path / "single.npz").read_bytes()
    kept.save(tmp_path / "single.npz", positions_dtype=np.float32)
    assert (tmp_path / "single.npz").read_bytes() == first  # so that a checksum holds


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"a text"])
def test_a_damaged_file_is_named(content, tmp_path):
    (tmp_path / "run.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"run\.npz is not a trajectory"):
        Trajectory.load(tmp_path / "run.npz")


def test_a_single_array_is_no_trajectory(tmp_path):
    np.save(tmp_path / "run.npy", np.zeros(3))
    with pytest.raises(ValueError, match=r"run\.npy is not a trajectory"):
        Trajectory.load(tmp_path / "run.npy")


def test_other_arrays_are_no_trajectory(tmp_path):
    np.savez(tmp_path / "other.npz", positions=np.zeros(3))
    with pytest.raises(ValueError, match="times_fs"):
        Trajectory.load(tmp_path / "other.npz")


def test_part_of_a_trajectory():
    kept = record(nve(solid(), 0.5), **RUN)
    late = kept[5:]
    assert len(late) == 16 and late.times_fs[0] == 5.0
    assert np.array_equal(late.total_energy, kept.total_energy[5:])
    assert np.array_equal(kept.atoms(3).positions, kept.positions[3])
    assert kept.atoms(3).pbc.all()
    with pytest.raises(ValueError, match="positions must have shape"):
        Trajectory(
            kept.times_fs, kept.positions[:, :2], *kept.positions[:2, :, 0], kept.cell, kept.species
        )


# Unstable.


def blow_up(**broken) -> Unstable:
    with pytest.raises(Unstable) as caught:
        record(nve(solid(**broken), 0.5), **RUN)
    return caught.value


@pytest.mark.parametrize("factor", [np.nan, np.inf])
def test_forces_that_are_no_numbers_are_named_with_their_step(factor):
    error = blow_up(breaks_at=12, factor=factor)
    assert (error.step, error.time_fs) == (11, pytest.approx(5.5))  # the first call is at the start
    assert "not a finite number" in str(error) and "step 11" in str(error)
    assert len(error.trajectory) == 6  # 0 ... 5 fs


def test_an_explosion_of_the_temperature_is_named():
    error = blow_up(breaks_at=12, factor=3e3)
    assert "temperature" in error.reason and error.step < 14


def test_a_slow_gain_of_energy_is_named():
    with pytest.raises(Unstable, match="energy has changed"):
        record(nve(solid(breaks_at=4, factor=-1.0), 0.5), **RUN, limits=Limits(energy_change=0.05))


def test_a_collision_is_named():
    atoms = ase.Atoms("Ar2", positions=[[0, 0, 0], [0, 0, 3.0]])
    atoms.calc = Calculator(Morse(depth=1.0, width=1.0, r_0=0.2, cutoff=8.0))  # no core
    with pytest.raises(Unstable, match="atoms 0 and 1 are"):
        record(
            nve(atoms, 1.0),
            duration_fs=500.0,
            every_fs=2.0,
            limits=Limits(temperature=1e9, energy_change=1e9),
        )


def test_a_collision_across_the_boundary_is_named():
    atoms = solid()
    atoms.positions[0] = atoms.positions[1] + [0, 0, 5.7]
    with pytest.raises(Unstable, match=r"atoms 0 and 1 are 0\.30 Å apart"):
        record(nve(atoms, 0.5), **RUN)


def test_a_calculator_that_refuses_lost_atoms_is_understood_and_another_error_is_not_hidden():
    atoms = solid()

    def refuse(atoms):
        atoms.arrays["positions"][0] = np.nan
        raise ValueError("structure 0 has a position that is not a finite number.")

    kept, atoms.calc.compute = (
        atoms.calc.compute,
        lambda a: refuse(atoms) if atoms.calc.calls > 3 else kept(a),
    )
    with pytest.raises(Unstable, match="position is not a finite number"):
        record(nve(atoms, 0.5), **RUN)

    def bug(atoms):
        raise ValueError("a bug")

    atoms = solid()
    atoms.calc.compute = bug
    with pytest.raises(ValueError, match="a bug"):
        record(nve(atoms, 0.5), **RUN)


def test_what_was_recorded_before_the_end_is_on_disk(tmp_path):
    with pytest.raises(Unstable):
        record(nve(solid(breaks_at=12, factor=np.nan), 0.5), **RUN, path=tmp_path / "run.npz")
    assert len(Trajectory.load(tmp_path / "run.npz")) == 6


def test_good_dynamics_is_not_called_unstable():
    record(nve(solid(2000.0), 0.5), **RUN)


# Another run under the name of an old one.


def argon(*, epsilon=0.0104, kelvin=30.0, mass=None, shift=0.0, seed=0, cutoff=6.0):
    atoms = bulk("Ar", "fcc", 5.26, cubic=True).repeat(2)
    atoms.positions[0] += shift
    if mass:
        atoms.set_masses([mass] * len(atoms))
    atoms.calc = Calculator(LennardJones(epsilon, 3.4, cutoff))
    thermalize(atoms, kelvin, np.random.default_rng(seed))
    return atoms


def bath(atoms, seed: int = 3):
    return langevin(atoms, 2.0, 30.0, 0.01, np.random.default_rng(seed))


SHORT = {"duration_fs": 40, "every_fs": 10}
ANOTHER = {
    "velocities": {"kelvin": 300.0},
    "seed of velocities": {"seed": 1},
    "weights": {"epsilon": 0.05},
    "settings of the potential": {"cutoff": 5.0},
    "masses": {"mass": 4.0},
    "positions": {"shift": 0.3},
}
SAID = {
    "seed of velocities": "velocities",
    "weights": "potential",
    "settings of the potential": "potential",
    "masses": "velocities, masses",
}


@pytest.mark.parametrize("ensemble", [lambda atoms: nve(atoms, 2.0), bath])
@pytest.mark.parametrize("interrupted", [False, True])
@pytest.mark.parametrize("what", ANOTHER)
def test_another_run_is_not_given_the_old_ones_frames(what, interrupted, ensemble, tmp_path):
    path = tmp_path / "run.npz"
    listeners = [Interrupt(2)] if interrupted else []
    with pytest.raises(KeyboardInterrupt) if interrupted else contextlib.nullcontext():
        record(ensemble(argon()), **SHORT, path=path, listeners=listeners)
    kept = path.read_bytes()
    with pytest.raises(ValueError, match=rf"other settings or atoms \({SAID.get(what, what)}"):
        record(ensemble(argon(**ANOTHER[what])), **SHORT, path=path)
    assert path.read_bytes() == kept
    whole = record(ensemble(argon()), **SHORT)
    assert same(record(ensemble(argon()), **SHORT, path=path), whole)


def test_another_seed_of_the_bath_is_another_run(tmp_path):
    record(bath(argon()), **SHORT, path=tmp_path / "run.npz")
    with pytest.raises(ValueError, match=r"\(random numbers\)"):
        record(bath(argon(), seed=4), **SHORT, path=tmp_path / "run.npz")


class Field(BareCalculator):
    """A law without weights that could be compared."""

    def __init__(self, strength: float):
        super().__init__()
        self.strength = strength

    def compute(self, atoms):
        energy = 0.5 * self.strength * (atoms.positions**2).sum()
        return {"energy": energy, "forces": -self.strength * atoms.positions}


@pytest.mark.parametrize("duration", [40, 80])
def test_a_potential_without_weights_is_known_by_its_energy(duration, tmp_path):
    def run(strength):
        atoms = argon()
        atoms.calc = Field(strength)
        times = {"duration_fs": duration, "every_fs": 10}
        return record(nve(atoms, 2.0), **times, path=tmp_path / "run.npz")

    first = run(1e-3)
    with pytest.raises(ValueError, match=r"\(potential\)"):
        run(1.1e-3)
    assert same(run(1e-3), first)


def test_a_cell_that_records_is_run_again_after_ctrl_c(tmp_path):
    """The atoms are where the interruption left them, the dynamics is made anew."""
    path, atoms = tmp_path / "run.npz", argon()
    with pytest.raises(KeyboardInterrupt):
        record(bath(atoms), **SHORT, path=path, listeners=[Interrupt(2)])
    assert same(record(bath(atoms), **SHORT, path=path), record(bath(argon()), **SHORT))


def test_atoms_that_were_moved_since_are_another_run(tmp_path):
    path, atoms = tmp_path / "run.npz", argon()
    record(nve(atoms, 2.0), **SHORT, path=path)
    thermalize(atoms, 60.0, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"\(positions, velocities\)"):
        record(nve(atoms, 2.0), **SHORT, path=path)


def test_a_file_of_an_earlier_version_is_told_and_can_be_read(tmp_path):
    path = tmp_path / "run.npz"
    kept = record(nve(argon(), 2.0), **SHORT, path=path)
    arrays = trajectory.read_arrays(path)
    older = {name: value for name, value in arrays.items() if not name.startswith("start_")}
    trajectory.write_arrays(path, older, compressed=False)
    with pytest.raises(ValueError, match=r"earlier version, .*: read it with Trajectory\.load"):
        record(nve(argon(), 2.0), **SHORT, path=path)
    assert same(Trajectory.load(path), kept)


@pytest.mark.parametrize("path", [None, "run.npz"])
def test_held_atoms_are_refused_since_their_freedom_would_be_counted(path, tmp_path):
    atoms = argon()
    atoms.set_constraint(FixAtoms(range(16)))
    dynamics = Langevin(atoms, 2 * fs, temperature_K=100, friction=0.05 / fs, fixcm=False)
    with pytest.raises(ValueError, match="take the constraints of the atoms away"):
        record(dynamics, **SHORT, path=path and tmp_path / path)


def test_a_trajectory_is_walked_through_as_atoms():
    kept = record(nve(argon(), 2.0), **SHORT)
    for k, atoms in enumerate(kept):
        assert np.array_equal(atoms.positions, kept.positions[k])
    assert np.array_equal(kept[-1].positions, kept.positions[-1])
    assert np.array_equal(kept[np.int64(1)].positions, kept.positions[1])
    assert len(list(kept)) == len(kept) == 5
    with pytest.raises(IndexError):
        kept[5]
    with pytest.raises(TypeError):
        kept["first"]
