"""A data set is made once, whatever kills the work in between."""

import gzip
import hashlib
import io
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import ase.io
import numpy as np
import pytest
from ase.db import connect

from helpers.cheap_engine import FRAMES, ROUNDS, install, label, small_plan
from mlp_course import data
from mlp_course.data import DataError
from mlp_course.data import shipped as shipped_data
from mlp_course.reference import learned, make, steps
from mlp_course.reference.labelling import EngineFailed, Gpaw, NotConverged
from mlp_course.reference.make import database, export, make_stages, refused
from mlp_course.reference.plan import DataPlan
from mlp_course.reference.steps import Step

TASKS = 4
OTHER = Gpaw(
    "pbe",
    cutoff=250.0,
    kpoint=(0, 0, 0),
    bands=9,
    density_tolerance=1,
    eigenstate_tolerance=1,
    max_net_force=1,
)


@pytest.fixture
def plan(tmp_path, monkeypatch) -> DataPlan:
    install(monkeypatch.setattr)
    return small_plan(tmp_path)


def finish(plan: DataPlan, work: Path) -> bytes:
    """Run what is missing; the exported file."""
    list(make_stages(plan, work))
    export(plan, work, work / "small.extxyz.gz")
    return (work / "small.extxyz.gz").read_bytes()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> bytes:
    """The file that comes out when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as monkeypatch:
        install(monkeypatch.setattr)
        return finish(small_plan(folder), folder / "work")


def counted(title: str, total: int) -> list[Step]:
    return [Step(title, done, total) for done in range(total + 1)]


def until(plan: DataPlan, work: Path, last: Step) -> None:
    """Work up to `last` and no further."""
    for step in make_stages(plan, work):
        if step == last:
            return
    raise AssertionError(f"there was no {last}")


def data_in(content: bytes) -> list[ase.Atoms]:
    return ase.io.read(io.StringIO(gzip.decompress(content).decode()), ":", format="extxyz")


def test_progress_counts_up_to_the_end(plan, tmp_path):
    steps = list(make_stages(plan, tmp_path / "work"))
    assert steps == counted("sampling", TASKS) + counted("labelling", FRAMES)


def test_a_second_run_does_nothing(plan, tmp_path, monkeypatch):
    finish(plan, tmp_path / "work")
    monkeypatch.setattr(make, "label", None)
    assert list(make_stages(plan, tmp_path / "work")) == [
        Step("sampling", TASKS, TASKS),
        Step("labelling", FRAMES, FRAMES),
    ]


@pytest.fixture
def threads(monkeypatch):
    """Workers are new processes in which nothing is patched: threads stand in for them."""
    from multiprocessing.pool import ThreadPool

    def map_tasks(function, tasks, jobs):
        with ThreadPool(jobs) as pool:
            yield from pool.imap_unordered(lambda task: (task, function(task)), tasks)

    monkeypatch.setattr(steps, "map_tasks", map_tasks)


def test_several_processes_make_the_same_file(plan, wanted, tmp_path, threads):
    list(make_stages(plan, tmp_path / "three", jobs=3))
    assert finish(plan, tmp_path / "three") == wanted


def ten_times(task: int) -> int:
    if task == 2:
        os._exit(9)
    return 10 * task


@pytest.mark.skipif(os.name == "nt", reason="exit codes of Unix")
def test_a_process_that_dies_costs_its_task_and_is_told_when_the_others_are_done():
    done = []
    with pytest.raises(steps.EngineFailed, match=r"^1 of 4 tasks were lost: .* exit code 9\. What"):
        for result in steps.survivors(ten_times, [1, 2, 3, 4], jobs=2):
            done.append(result)
    assert sorted(done) == [10, 30, 40]


class Interrupted(RuntimeError):
    """The plug is pulled."""


@pytest.mark.parametrize("after", [0, 5, FRAMES - 1])
def test_labelling_goes_on_where_it_stopped(plan, wanted, tmp_path, monkeypatch, after):
    calls = []

    def count(atoms, settings):
        calls.append(1)
        if len(calls) == after + 1:
            raise Interrupted
        return label(atoms, settings)

    monkeypatch.setattr(make, "label", count)
    with pytest.raises(Interrupted):
        list(make_stages(plan, tmp_path / "work"))
    calls[:] = [0] * 1000
    assert finish(plan, tmp_path / "work") == wanted
    assert len(calls) - 1000 == FRAMES - after


@pytest.mark.parametrize("failing", [0, 2])
def test_sampling_leaves_no_half_written_task(plan, wanted, tmp_path, monkeypatch, failing):
    work, written = tmp_path / "work", []

    def stop(path, frames, format):
        written.append(path)
        if len(written) == failing + 1:
            ase.io.write(path, frames[:1], format=format)
            raise Interrupted
        ase.io.write(path, frames, format=format)

    monkeypatch.setattr(make, "write", stop)
    with pytest.raises(Interrupted):
        list(make_stages(plan, work))
    assert len(list(work.glob("*.extxyz"))) == failing
    monkeypatch.setattr(make, "write", ase.io.write)
    assert finish(plan, work) == wanted
    assert not list(work.glob("*.tmp"))


CHILD = """
import time
from pathlib import Path
from helpers import cheap_engine
from mlp_course.reference import make
cheap_engine.install(setattr)
begun = []

def label(atoms, settings):
    begun.append(atoms)
    if len(begun) > 5:
        time.sleep(600)  # this frame is in flight when the kill comes
    return cheap_engine.label(atoms, settings)

make.label = label
plan = cheap_engine.small_plan(Path({folder!r}))
for step in make.make_stages(plan, Path({work!r})):
    print(step.done if step.title == "labelling" else 0, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_kill_minus_nine_loses_at_most_the_frame_in_flight(plan, wanted, tmp_path, monkeypatch):
    work = tmp_path / "work"
    script = CHILD.format(folder=str(tmp_path), work=str(work))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as child:
        seen = next(int(line) for line in child.stdout if int(line) >= 4)
        os.kill(child.pid, signal.SIGKILL)
        child.stdout.read()
    assert child.returncode == -signal.SIGKILL
    kept = connect(database(work)).count()
    assert seen <= kept < FRAMES
    calls = []
    monkeypatch.setattr(make, "label", lambda *arguments: calls.append(1) or label(*arguments))
    assert finish(plan, work) == wanted
    assert len(calls) == FRAMES - kept


def test_a_lock_of_ase_that_a_killed_process_left_is_waited_for_by_nobody(plan, wanted, tmp_path):
    work = tmp_path / "work"
    until(plan, work, Step("labelling", 5, FRAMES))
    Path(f"{database(work)}.lock").touch()
    assert finish(plan, work) == wanted


@pytest.mark.parametrize("part", ["task", "sampling"])
def test_structures_of_other_settings_are_not_taken_for_these(plan, wanted, tmp_path, part):
    until(plan, tmp_path / "work", Step("labelling", 5, FRAMES))
    task = replace(plan.tasks[0], seed=77)
    step = plan.sampling.timestep_fs / 2
    other = {
        "task": replace(plan, tasks=(task, *plan.tasks[1:])),
        "sampling": replace(plan, sampling=replace(plan.sampling, timestep_fs=step)),
    }[part]
    said = task.name if part == "task" else part
    with pytest.raises(DataError, match=f"was begun with other settings of {said}: move it away"):
        next(make_stages(other, tmp_path / "work"))
    assert finish(plan, tmp_path / "work") == wanted


def test_one_process_makes_a_data_set(plan, tmp_path):
    work = tmp_path / "work"
    steps = make_stages(plan, work)
    next(steps)
    with pytest.raises(DataError, match="Another process makes the data set"):
        next(make_stages(plan, work))
    steps.close()
    next(make_stages(plan, work))


def test_an_incomplete_set_is_not_exported(plan, tmp_path):
    work, target = tmp_path / "work", tmp_path / "small.extxyz.gz"
    until(plan, work, Step("labelling", 5, FRAMES))
    with pytest.raises(ValueError, match=f"{FRAMES - 5} of {FRAMES} frames are not labelled yet"):
        export(plan, work, target)
    assert not target.exists()


def test_another_level_of_theory_is_not_mixed_in(plan, tmp_path):
    finish(plan, tmp_path / "work")
    other = replace(plan, labelling=replace(plan.labelling, basis="sto-3g"))
    with pytest.raises(DataError, match="was begun with other settings"):
        list(make_stages(other, tmp_path / "work"))
    assert list(make_stages(plan, tmp_path / "work"))[-1] == Step("labelling", FRAMES, FRAMES)


def test_another_engine_is_not_mixed_in(plan, tmp_path):
    finish(plan, tmp_path / "work")
    with pytest.raises(DataError, match=r"was begun with other settings, .*'engine': 'pyscf'"):
        list(make_stages(replace(plan, labelling=OTHER), tmp_path / "work"))


def test_a_longer_plan_than_was_sampled_is_told(plan, tmp_path):
    list(make_stages(plan, tmp_path))
    longer = replace(
        plan, tasks=(replace(plan.tasks[0], frames=plan.tasks[0].frames + 5), *plan.tasks[1:])
    )
    with pytest.raises(DataError, match="delete it to sample anew"):
        list(make_stages(longer, tmp_path))


def test_the_exported_file_has_every_frame_in_order_with_its_provenance(plan, tmp_path):
    text = gzip.decompress(finish(plan, tmp_path / "work")).decode()
    frames = ase.io.read(io.StringIO(text), ":", format="extxyz")
    assert [(a.info["trajectory"], a.info["frame"]) for a in frames] == [
        (task.name, k) for task in plan.tasks for k in range(len(task))
    ]
    assert frames[4].info["temperature"] == 500
    assert frames[4].info["time_fs"] == 40.0
    assert frames[4].info["net_force"] == 0.001
    assert frames[-1].info["bond_length"] == 1.3
    assert "temperature" not in frames[-1].info
    again = label(frames[4], plan.labelling)
    assert frames[4].get_potential_energy() == pytest.approx(again.get_potential_energy(), abs=1e-6)
    assert frames[4].get_forces() == pytest.approx(again.get_forces(), abs=1e-6)


def test_the_exported_file_can_be_shipped(plan, tmp_path, monkeypatch):
    """The file and the checksum that `export` returns are what `data.load` wants."""
    list(make_stages(plan, tmp_path / "work"))
    target = tmp_path / "small" / "small.extxyz.gz"
    checksum = export(plan, tmp_path / "work", target)
    assert checksum == hashlib.sha256(target.read_bytes()).hexdigest()
    (tmp_path / "small" / "SHA256SUMS").write_text(f"{checksum}  small.extxyz.gz\n")
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path)
    assert len(data.load("small")) == FRAMES
    assert len(data.load("small", group="long")) == 4


def test_an_export_that_fails_leaves_the_old_file(plan, tmp_path, monkeypatch):
    wanted = finish(plan, tmp_path / "work")

    def no_rename(source, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", no_rename)
    with pytest.raises(PermissionError):
        export(plan, tmp_path / "work", tmp_path / "work" / "small.extxyz.gz")
    assert (tmp_path / "work" / "small.extxyz.gz").read_bytes() == wanted


def test_labels_are_kept_to_the_last_digit_until_export(plan, tmp_path):
    finish(plan, tmp_path / "work")
    row = connect(database(tmp_path / "work")).get(task="md-300K-0", frame=0)
    again = label(next(plan.tasks[0].structures(plan.sampling)), plan.labelling)
    assert row.energy == pytest.approx(
        again.get_potential_energy(), abs=1e-6
    )  # the structure was rounded to a file
    assert np.abs(row.forces - again.get_forces()).max() < 1e-6


# Frames that the engine cannot converge.


def stubborn(calls: list):
    """An engine that cannot converge the longer bond of the scan."""

    def answer(atoms, engine):
        calls.append(atoms.info.get("bond_length"))
        if atoms.info.get("bond_length") == 1.3:
            raise NotConverged("the SCF cycle of H2O did not converge.")
        return label(atoms, engine)

    return answer


REFUSED = {("scan", 1): "the SCF cycle of H2O did not converge."}


def test_a_refused_frame_is_remembered_and_the_others_go_on(plan, tmp_path, monkeypatch):
    work, calls = tmp_path / "work", []
    monkeypatch.setattr(make, "label", stubborn(calls))
    assert list(make_stages(plan, work)) == counted("sampling", TASKS) + counted(
        "labelling", FRAMES
    )
    assert refused(work) == REFUSED
    assert connect(database(work)).count() == FRAMES - 1


def test_a_refused_frame_is_not_tried_again(plan, tmp_path, monkeypatch):
    work, calls = tmp_path / "work", []
    monkeypatch.setattr(make, "label", stubborn(calls))
    for _ in range(3):
        list(make_stages(plan, work))
    assert len(calls) == FRAMES
    assert calls.count(1.3) == 1
    assert refused(work) == REFUSED


def test_a_refused_frame_is_never_shipped(plan, wanted, tmp_path, monkeypatch):
    monkeypatch.setattr(make, "label", stubborn([]))
    frames, every = data_in(finish(plan, tmp_path / "work")), data_in(wanted)
    assert len(frames) == FRAMES - 1
    for a, b in zip(frames, every[:-1], strict=True):
        assert a.info == b.info
        assert np.array_equal(a.positions, b.positions)


def test_a_frame_is_refused_in_whatever_process_it_is_labelled(
    plan, tmp_path, monkeypatch, threads
):
    monkeypatch.setattr(make, "label", stubborn([]))
    list(make_stages(plan, tmp_path / "work", jobs=3))
    assert refused(tmp_path / "work") == REFUSED


def test_refusals_survive_an_interruption(plan, tmp_path, monkeypatch):
    """All of them: the list is written anew with each."""

    def never(atoms, engine):
        calls.append(1)
        if len(calls) == 4:
            raise Interrupted
        raise NotConverged(f"frame {len(calls)}")

    calls, work = [], tmp_path / "work"
    monkeypatch.setattr(make, "label", never)
    with pytest.raises(Interrupted):
        list(make_stages(plan, work))
    assert sorted(refused(work).values()) == ["frame 1", "frame 2", "frame 3"]
    monkeypatch.setattr(make, "label", label)
    assert len(data_in(finish(plan, work))) == FRAMES - 3


def test_a_broken_engine_refuses_nothing(plan, wanted, tmp_path, monkeypatch):
    def broken(atoms, engine):
        raise EngineFailed("pw.x stopped")

    monkeypatch.setattr(make, "label", broken)
    with pytest.raises(EngineFailed):
        list(make_stages(plan, tmp_path / "work"))
    assert refused(tmp_path / "work") == {}
    monkeypatch.setattr(make, "label", label)
    assert finish(plan, tmp_path / "work") == wanted


# Stages that learn from those before them, and crystals with stress.


@pytest.fixture
def rounds(tmp_path, monkeypatch) -> DataPlan:
    """Classical frames, then two rounds of a network."""
    install(monkeypatch.setattr)
    return small_plan(tmp_path, ROUNDS)


@pytest.fixture
def taught(monkeypatch) -> list:
    """The energies that each network was shown."""
    lessons = []

    def teach(network, frames):
        lessons.append([frame.energy.item() for frame in frames])
        return f"network {len(lessons)}"

    monkeypatch.setattr(make, "teach", teach)
    monkeypatch.setattr(learned, "Calculator", lambda potential: None)
    return lessons


def test_a_round_waits_for_the_labels_before_it(rounds, taught, tmp_path):
    steps = list(make_stages(rounds, tmp_path / "work"))
    assert steps == [
        *counted("sampling", 2),
        *counted("labelling", 4),
        *counted("sampling", 2),
        *counted("labelling", 4),
        *counted("sampling", 1),
        *counted("labelling", 1),
    ]
    assert [len(lesson) for lesson in taught] == [4, 8]


def test_a_network_is_taught_earlier_labels_alone_in_the_plan_s_order(rounds, taught, tmp_path):
    """Also where a walk is sampled anew and its own and later rounds have labels already."""
    work = tmp_path / "work"
    list(make_stages(rounds, work))
    energies = {(row.task, row.frame): row.energy for row in connect(database(work)).select()}
    order = [(name, f) for f in range(2) for name in ("classical-500K-0", "classical-600K-0")]
    assert taught[0] == [energies[key] for key in order]
    (work / "round-1-700K-0.extxyz").unlink()
    list(make_stages(rounds, work))
    assert len(taught) == 3
    assert taught[2] == taught[0]


def test_the_order_of_labelling_does_not_reach_the_network(rounds, taught, tmp_path, monkeypatch):
    list(make_stages(rounds, tmp_path / "work"))
    monkeypatch.setattr(
        make, "survivors", lambda function, arguments, jobs: map(function, arguments[::-1])
    )
    list(make_stages(rounds, tmp_path / "backwards"))
    assert taught[2:] == taught[:2]


def test_a_refused_label_is_not_taught(rounds, taught, tmp_path, monkeypatch):
    def once(atoms, engine):
        calls.append(1)
        if len(calls) == 2:
            raise NotConverged("no")
        return label(atoms, engine)

    calls = []
    monkeypatch.setattr(make, "label", once)
    list(make_stages(rounds, tmp_path / "work"))
    assert [len(lesson) for lesson in taught] == [3, 7]


def test_no_network_is_taught_for_nothing(rounds, taught, tmp_path):
    list(make_stages(rounds, tmp_path / "work"))
    del taught[:]
    list(make_stages(rounds, tmp_path / "work"))
    assert taught == []


def test_an_interrupted_round_goes_on(rounds, taught, tmp_path):
    steps = make_stages(rounds, tmp_path / "work")
    while next(steps) != Step("sampling", 1, 2) or not taught:  # one walk of the first round
        pass
    steps.close()
    whole = finish(rounds, tmp_path / "work")
    assert whole == finish(rounds, tmp_path / "again")
    info = [
        (a.info["trajectory"], a.info["frame"], a.info.get("attempt"), a.info["time_fs"])
        for a in data_in(whole)
    ]
    assert info[3:5] == [("classical-600K-0", 1, None, 20.0), ("round-1-500K-0", 0, 0, 10.0)]
    assert len(info) == 9


def test_stress_is_shipped_where_there_is_one(rounds, taught, tmp_path, monkeypatch):
    finish(rounds, tmp_path / "work")
    target = tmp_path / "small" / "small.extxyz.gz"
    checksum = export(rounds, tmp_path / "work", target)
    (tmp_path / "small" / "SHA256SUMS").write_text(f"{checksum}  small.extxyz.gz\n")
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path)
    for frame in data.load("small"):
        again = label(data.to_atoms(frame), None).get_stress(voigt=False)
        assert frame.stress.numpy() == pytest.approx(again, abs=1e-6)
        assert np.abs(again).max() > 1e-3


def test_molecules_are_shipped_without_stress(plan, tmp_path):
    assert all(
        "stress" not in atoms.calc.results for atoms in data_in(finish(plan, tmp_path / "work"))
    )
