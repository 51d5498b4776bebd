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
from cheap_engine import FRAMES, install, label, small_plan

from mlp_course import data
from mlp_course.data import DataError
from mlp_course.reference import make
from mlp_course.reference.make import database, export, label_frames, sample_tasks
from mlp_course.reference.plan import Plan

TASKS = 4


@pytest.fixture
def plan(tmp_path, monkeypatch) -> Plan:
    install(monkeypatch.setattr)
    return small_plan(tmp_path)


def finish(plan: Plan, work: Path) -> bytes:
    """Run what is missing; the exported file."""
    list(sample_tasks(plan, work))
    list(label_frames(plan, work))
    export(plan, work, work / "small.extxyz.gz")
    return (work / "small.extxyz.gz").read_bytes()


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> bytes:
    """The file that comes out when nothing goes wrong."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as monkeypatch:
        install(monkeypatch.setattr)
        return finish(small_plan(folder), folder / "work")


def test_progress_counts_up_to_the_end(plan, tmp_path):
    assert list(sample_tasks(plan, tmp_path / "work")) == [(done, TASKS) for done in range(TASKS + 1)]
    assert list(label_frames(plan, tmp_path / "work")) == [(done, FRAMES) for done in range(FRAMES + 1)]


def test_a_second_run_does_nothing(plan, tmp_path, monkeypatch):
    finish(plan, tmp_path / "work")
    monkeypatch.setattr(make, "label", None)
    assert list(sample_tasks(plan, tmp_path / "work")) == [(TASKS, TASKS)]
    assert list(label_frames(plan, tmp_path / "work")) == [(FRAMES, FRAMES)]


def test_several_processes_make_the_same_file(plan, wanted, tmp_path, monkeypatch):
    """Workers are new processes in which nothing is patched: a pool of threads stands in for them."""
    from multiprocessing.pool import ThreadPool

    monkeypatch.setattr(make.multiprocessing, "get_context", lambda method: type("Context", (), {"Pool": ThreadPool}))
    list(sample_tasks(plan, tmp_path / "three", jobs=3))
    list(label_frames(plan, tmp_path / "three", jobs=3))
    assert finish(plan, tmp_path / "three") == wanted


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
    list(sample_tasks(plan, tmp_path / "work"))
    with pytest.raises(Interrupted):
        list(label_frames(plan, tmp_path / "work"))
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
        list(sample_tasks(plan, work))
    assert len(list(work.glob("*.extxyz"))) == failing
    monkeypatch.setattr(make, "write", ase.io.write)
    assert finish(plan, work) == wanted
    assert not list(work.glob("*.tmp"))


CHILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, {here!r})
import cheap_engine
from mlp_course.reference import make
cheap_engine.install(setattr)

def slow(atoms, settings):
    time.sleep(0.2)
    return cheap_engine.label(atoms, settings)

make.label = slow
plan = cheap_engine.small_plan(Path({folder!r}))
list(make.sample_tasks(plan, Path({work!r})))
for done, total in make.label_frames(plan, Path({work!r})):
    print(done, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_kill_minus_nine_loses_at_most_the_frame_in_flight(plan, wanted, tmp_path, monkeypatch):
    work = tmp_path / "work"
    script = CHILD.format(here=str(Path(__file__).parent), folder=str(tmp_path), work=str(work))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as child:
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


def test_an_incomplete_set_is_not_exported(plan, tmp_path):
    work, target = tmp_path / "work", tmp_path / "small.extxyz.gz"
    list(sample_tasks(plan, work))
    for done, _ in label_frames(plan, work):
        if done == 5:
            break
    with pytest.raises(ValueError, match=f"{FRAMES - 5} of {FRAMES} frames are not labelled yet"):
        export(plan, work, target)
    assert not target.exists()


def test_another_level_of_theory_is_not_mixed_in(plan, tmp_path):
    finish(plan, tmp_path / "work")
    other = replace(plan, labelling=replace(plan.labelling, basis="sto-3g"))
    with pytest.raises(DataError, match="was begun with other settings"):
        list(label_frames(other, tmp_path / "work"))
    assert list(label_frames(plan, tmp_path / "work")) == [(FRAMES, FRAMES)]


def test_a_longer_plan_than_was_sampled_is_told(plan, tmp_path):
    list(sample_tasks(plan, tmp_path))
    longer = replace(plan, tasks=(replace(plan.tasks[0], frames=plan.tasks[0].frames + 5), *plan.tasks[1:]))
    with pytest.raises(DataError, match="delete it to sample anew"):
        list(label_frames(longer, tmp_path))


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
    list(sample_tasks(plan, tmp_path / "work"))
    list(label_frames(plan, tmp_path / "work"))
    target = tmp_path / "small" / "small.extxyz.gz"
    checksum = export(plan, tmp_path / "work", target)
    assert checksum == hashlib.sha256(target.read_bytes()).hexdigest()
    (tmp_path / "small" / "SHA256SUMS").write_text(f"{checksum}  small.extxyz.gz\n")
    monkeypatch.setattr(data, "FOLDER", tmp_path)
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
    row = next(iter(connect(database(tmp_path / "work")).select(task=0, frame=0)))
    again = label(next(plan.tasks[0].structures(plan.sampling)), plan.labelling)
    assert row.energy == pytest.approx(again.get_potential_energy(), abs=1e-6)  # the structure was rounded to a file
    assert np.abs(row.forces - again.get_forces()).max() < 1e-6
