"""Trained networks and long runs: made once, whatever stops the work in between."""

import gzip
import hashlib
import io
import pickle
import re
from dataclasses import replace
from pathlib import Path

import ase.io
import numpy as np
import pytest
from ase.calculators.singlepoint import SinglePointCalculator

from mlp_course.classical.rigid_ion import silver_iodide
from mlp_course.commands.data import main
from mlp_course.data import DataError
from mlp_course.data import shipped as shipped_data
from mlp_course.dynamics import Trajectory
from mlp_course.potentials import MomentPotential
from mlp_course.reference import runs
from mlp_course.reference.crystals import alpha_silver_iodide
from mlp_course.reference.runs import Runs, files, is_runs, make_runs, read_runs
from mlp_course.reference.snapshots import SamplingFailed
from mlp_course.reference.steps import Step

SETTINGS = """
[networks]
data = "few"
held_out = ["b"]
cutoff = 4.0
channels = 2
members = 2

[recipe]
epochs = 6
batch_size = 4

[runs]
potentials = ["classical", "network"]
temperatures = [450, 600]
lattice_constant = 5.07
repeat = 1
timestep_fs = 2.0
friction_per_fs = 0.01
equilibration_fs = 20.0
damping_fs = 50.0
duration_fs = 60.0
every_fs = 10.0
"""
NAMES = [
    "network-0.pt",
    "network-1.pt",
    "classical-450K.npz",
    "network-450K.npz",
    "classical-600K.npz",
    "network-600K.npz",
]


@pytest.fixture(scope="module")
def few() -> bytes:
    """Six frames of four ions in two trajectories, labelled by the classical potential, as a
    shipped file.
    """
    rng, frames, classical = np.random.default_rng(0), [], silver_iodide()
    start = alpha_silver_iodide(5.07, 1, rng)
    for trajectory in "ab":
        for k in range(3):
            atoms = start.copy()
            atoms.positions += rng.normal(scale=0.15, size=(4, 3))
            atoms.info = {"trajectory": trajectory, "group": "g", "frame": k}
            energy, forces = (
                classical.get_potential_energy(atoms),
                classical.get_property("forces", atoms),
            )
            atoms.calc = SinglePointCalculator(atoms, energy=energy, forces=forces)
            frames.append(atoms)
    text = io.StringIO()
    ase.io.write(text, frames, format="extxyz")
    return gzip.compress(text.getvalue().encode())


@pytest.fixture
def plan(tmp_path, monkeypatch, few) -> Runs:
    """A data folder with `few`, and `moving` that is to be made of it."""
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path)
    for name in ("few", "moving"):
        (tmp_path / name).mkdir()
    (tmp_path / "few" / "few.extxyz.gz").write_bytes(few)
    (tmp_path / "few" / "SHA256SUMS").write_text(
        f"{hashlib.sha256(few).hexdigest()}  few.extxyz.gz\n"
    )
    (tmp_path / "moving" / "settings.toml").write_text(SETTINGS)
    return read_runs(tmp_path / "moving" / "settings.toml")


def make(plan: Runs, work: Path) -> dict[str, Trajectory | dict]:
    """Everything that is made, by the name of its file."""
    list(make_runs(plan, work))
    read = {".pt": lambda path: MomentPotential.load(path).state_dict(), ".npz": Trajectory.load}
    return {path.name: read[path.suffix](path) for path in files(plan, work)}


def same(a: dict, b: dict) -> bool:
    """Networks to the bit; trajectories as well: nothing is left to chance on one machine."""
    networks = all((a[name][key] == b[name][key]).all() for name in NAMES[:2] for key in a[name])
    return networks and all(
        np.array_equal(a[name].positions, b[name].positions) for name in NAMES[2:]
    )


@pytest.fixture
def wanted(plan, tmp_path) -> dict:
    return make(plan, tmp_path / "whole")


def test_settings_are_read(plan, tmp_path):
    assert is_runs(tmp_path / "moving" / "settings.toml")
    assert (plan.name, plan.networks.members, plan.networks.recipe.epochs) == ("moving", 2, 6)
    assert plan.trajectories() == [
        ("classical", 450),
        ("network", 450),
        ("classical", 600),
        ("network", 600),
    ]
    assert [path.name for path in files(plan, tmp_path)] == NAMES


def test_everything_is_made_and_nothing_else_is_left(plan, tmp_path):
    steps = list(make_runs(plan, tmp_path / "work"))
    assert steps == [
        *(Step("training", k, 2) for k in range(3)),
        *(Step("dynamics", k, 4) for k in range(5)),
    ]
    left = {path.name for path in (tmp_path / "work").iterdir()}
    assert left == {*NAMES, "network-0.checkpoint", "network-1.checkpoint"}
    for name in NAMES[2:]:
        trajectory = Trajectory.load(tmp_path / "work" / name)
        assert trajectory.times_fs.tolist() == [0, 10, 20, 30, 40, 50, 60]
        assert trajectory.positions.shape == (7, 4, 3)
        assert np.abs(trajectory.positions - trajectory.positions.round(3)).max() < 1e-6
        assert np.allclose(trajectory.cell, 5.07 * np.eye(3))


def test_a_second_run_does_nothing(plan, wanted, tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "record", None)
    monkeypatch.setattr(runs, "fit", None)
    assert list(make_runs(plan, tmp_path / "whole")) == [
        Step("training", 2, 2),
        Step("dynamics", 4, 4),
    ]


def test_members_and_temperatures_differ(wanted):
    assert (wanted["network-0.pt"]["mixing"] != wanted["network-1.pt"]["mixing"]).any()
    starts = [wanted[name].positions[0] for name in NAMES[2:]]
    assert not any(np.allclose(starts[0], other) for other in starts[1:])


def test_what_is_held_out_is_not_seen(plan, tmp_path, monkeypatch):
    seen, whole = [], runs.Trainer

    def trainer(potential, frames, **settings):
        seen.append({frame.info["trajectory"] for frame in frames})
        return whole(potential, frames, **settings)

    monkeypatch.setattr(runs, "Trainer", trainer)
    next(step for step in make_runs(plan, tmp_path / "work") if step == Step("training", 2, 2))
    assert seen == [{"a"}, {"a"}]


def test_a_slip_in_what_is_held_out_is_told(plan, tmp_path):
    path = tmp_path / "moving" / "settings.toml"
    path.write_text(SETTINGS.replace('["b"]', '["b", "c"]'))
    with pytest.raises(DataError, match="few has no trajectory c to hold out"):
        list(make_runs(read_runs(path), tmp_path / "work"))


class Interrupted(RuntimeError):
    """The plug is pulled."""


def test_training_goes_on_where_it_stopped(plan, wanted, tmp_path, monkeypatch):
    def stop_at_the_fifth(trainer, listeners):
        def stop(trainer, event):
            if trainer.epoch == 5:
                raise Interrupted

        return whole(trainer, [*listeners, stop])

    whole, work = runs.fit, tmp_path / "work"
    monkeypatch.setattr(runs, "fit", stop_at_the_fifth)
    with pytest.raises(Interrupted):
        make(plan, work)
    assert [path.name for path in work.iterdir()] == ["network-0.checkpoint"]
    monkeypatch.setattr(runs, "fit", whole)
    assert same(make(plan, work), wanted)


def test_dynamics_go_on_where_they_stopped(plan, wanted, tmp_path, monkeypatch):
    """In the second stretch of the second run: what is done of it is on disk."""

    def stop(dynamics, *, path, **settings):
        def now(recorder, frame):
            calls.append(path.name)
            if calls.count("network-450K.partial.npz") == 4:
                raise Interrupted

        return whole(dynamics, path=path, listeners=[now], **settings)

    calls, whole, work = [], runs.record, tmp_path / "work"
    monkeypatch.setattr(runs, "record", stop)
    with pytest.raises(Interrupted):
        make(plan, work)
    assert (work / "network-450K.partial.npz").exists()
    assert not (work / "network-450K.npz").exists()
    monkeypatch.setattr(runs, "record", whole)
    assert same(make(plan, work), wanted)


def test_command(plan, tmp_path, capsys):
    assert main(["make", "moving", "--jobs", "1"]) == 0
    out, work = capsys.readouterr().out, tmp_path / "moving" / "work"
    sums = [f"{hashlib.sha256((work / name).read_bytes()).hexdigest()}  {name}" for name in NAMES]
    assert out.splitlines()[:6] == sums
    assert main(["list"]) == 0
    assert f"moving: 4 trajectories; see {tmp_path}/moving/DATA.md" in capsys.readouterr().out
    (tmp_path / "moving" / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    for name in NAMES:
        (work / name).rename(tmp_path / "moving" / name)
    assert main(["verify"]) == 0
    (tmp_path / "moving" / NAMES[3]).write_bytes(b"")
    assert main(["verify"]) == 1
    assert "network-450K.npz is damaged" in capsys.readouterr().out


BLOWS_UP = {
    "timestep_fs": 200.0,
    "every_fs": 200.0,
    "equilibration_fs": 4000.0,
    "duration_fs": 4000.0,
}


@pytest.mark.parametrize("arguments", [["list"], ["make", "moving", "--jobs", "1"]])
def test_settings_that_cannot_be_used_are_told_with_their_file(plan, tmp_path, capsys, arguments):
    path = tmp_path / "moving" / "settings.toml"
    for table, said in (
        ("[networks]", "there is no table 'networks'."),
        ("every_fs", r".*'every_fx'"),
    ):
        path.write_text(SETTINGS.replace(table, table.replace("s", "x", 1)))
        assert main(arguments) == 1
        assert re.fullmatch(rf"{path} cannot be used: {said}\n", capsys.readouterr().err)


def test_a_run_that_blows_up_is_one_sentence(plan, tmp_path, capsys, monkeypatch):
    path = tmp_path / "moving" / "settings.toml"
    changed = "".join(f"{name} = {value}\n" for name, value in BLOWS_UP.items())
    kept = [
        line for line in SETTINGS.splitlines(keepends=True) if line.split(" ")[0] not in BLOWS_UP
    ]
    path.write_text("".join(kept) + changed)
    monkeypatch.setattr(runs, "_train", lambda task: None)
    assert main(["make", "moving", "--jobs", "1"]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert re.match(
        r"the dynamics of classical at 450 K are unstable after step \d+ \(\d+ fs\): .*\.$", said
    )


def test_a_run_that_blows_up_in_a_worker_comes_back(plan, tmp_path):
    """An Unstable cannot be unpickled, and the pool would wait for it for ever."""
    with pytest.raises(SamplingFailed) as caught:
        runs._run((replace(plan, **BLOWS_UP), tmp_path, "classical", 450))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_there_is_nothing_to_check(plan, capsys):
    assert main(["check", "moving"]) == 1
    assert (
        capsys.readouterr().err
        == "moving holds trajectories, which nobody labelled: there is nothing to check.\n"
    )
