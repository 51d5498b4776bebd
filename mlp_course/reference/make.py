"""Make a data set: sample every task, label every frame, and survive being killed at any moment.

1. Each task's structures go to one file under `work/`, written whole or not at all.
2. Each labelled frame is one row of an ASE database under `work/`, committed as it comes.
3. The finished database is exported as compressed extended xyz with a checksum.

Run again after an interruption, it does only what is missing.
"""

import gzip
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import ase
import numpy as np
from ase.db import connect
from ase.db.sqlite import SQLite3Database
from ase.io import iread, write

from mlp_course.data import DataError, from_atoms
from mlp_course.files import replacing, write_whole
from mlp_course.reference.begun import alone, keep_to_one_level, keep_to_one_plan
from mlp_course.reference.labelling import NotConverged, label
from mlp_course.reference.learned import teach
from mlp_course.reference.plan import DataPlan, Task
from mlp_course.reference.steps import Step, survivors


def make_stages(plan: DataPlan, work: Path, jobs: int = 1) -> Iterator[Step]:
    """Sample and label what is missing, stage after stage, in eV and eV/Å.

    Yields a Step after every task and frame. Workers only compute: this process alone writes the
    database, one transaction a frame. Raises DataError if frames in `work` were sampled or labelled
    with other settings, or if another process makes this data set.
    """
    work.mkdir(parents=True, exist_ok=True)
    with alone(work):
        with _frames(work) as db:
            keep_to_one_level(db, plan)
            keep_to_one_plan(db, plan)
        for stage in plan.stages():
            yield from _sample_tasks(plan, stage, work, jobs)
            yield from _label_frames(plan, stage, work, jobs)


def _frames(work: Path) -> SQLite3Database:
    """The frames that are labelled, in a database.

    ASE's own lock is a file, which a killed process leaves behind: everybody would wait for it.
    """
    return connect(database(work), use_lock_file=False)


def _sample_tasks(plan: DataPlan, stage: list[int], work: Path, jobs: int) -> Iterator[Step]:
    """Sample every task of `stage` that has no file yet."""
    missing = [t for t in stage if not _task_file(plan, work, t).exists()]
    done = len(stage) - len(missing)
    yield Step("sampling", done, len(stage))
    learned = None
    if missing and plan.learns(stage):
        learned = _learned_so_far(plan, stage, work)
    arguments = [(plan, work, t, learned) for t in missing]
    for _ in survivors(_sample_task, arguments, jobs):
        done += 1
        yield Step("sampling", done, len(stage))


def _label_frames(plan: DataPlan, stage: list[int], work: Path, jobs: int) -> Iterator[Step]:
    """Label every frame of `stage` that was neither labelled nor refused."""
    structures = {t: _sampled(plan, work, t) for t in stage}
    done_before = _labelled(work).keys() | refused(work).keys()
    order = plan.order(stage)
    missing = []
    for t, f in order:
        if (plan.tasks[t].name, f) not in done_before:
            missing.append((plan, t, f, structures[t][f]))
    done = len(order) - len(missing)
    yield Step("labelling", done, len(order))
    db = _frames(work)
    for t, f, answer in survivors(_label_frame, missing, jobs):
        name = plan.tasks[t].name
        if isinstance(answer, NotConverged):
            _refuse(db, name, f, str(answer))
        else:
            more = {"info": dict(answer.info)}
            db.write(answer, task=name, frame=f, data=more)
        done += 1
        yield Step("labelling", done, len(order))


def refused(work: Path) -> dict[tuple[str, int], str]:
    """Which (task, frame) the engine could not converge, and why: they are never shipped."""
    db = _frames(work)
    found = db.metadata.get("refused", [])
    return {(task, frame): reason for task, frame, reason in found}


def _refuse(db, task: str, frame: int, reason: str) -> None:
    """Write down that a frame did not converge."""
    before = db.metadata.get("refused", [])
    db.metadata = {**db.metadata, "refused": [*before, [task, frame, reason]]}


def _learned_so_far(plan: DataPlan, stage: list[int], work: Path):
    """The network taught by the labels of earlier stages."""
    rows = _labelled(work)
    # In the plan's order: who was labelled first is chance.
    frames = []
    for earlier in plan.stages():
        if earlier == stage:
            break
        for t, f in plan.order(earlier):
            which = (plan.tasks[t].name, f)
            if which in rows:
                frames.append(from_atoms(rows[which].toatoms()))
    assert plan.network is not None, "a plan with learned tasks has a network"
    return teach(plan.network, frames)


def _labelled(work: Path) -> dict:
    """The rows of the database by task and frame."""
    db = _frames(work)
    return {(row.task, row.frame): row for row in db.select()}


def export(plan: DataPlan, work: Path, target: Path) -> str:
    """Write every labelled frame, in order, to `target` (.extxyz.gz in Å, eV, eV/Å).

    Returns its SHA-256. Frames that did not converge are left out. Raises ValueError while frames
    are missing: an incomplete set is never shipped unseen.
    """
    rows = _labelled(work)
    left_out = refused(work)
    frames = []
    absent = 0
    for task in plan.tasks:
        for f in range(len(task)):
            which = (task.name, f)
            if which in left_out:
                continue
            if which in rows:
                frames.append(_with_provenance(task, rows[which], f))
            else:
                absent += 1
    if absent:
        wanted = len(frames) + absent
        raise ValueError(
            f"{absent} of {wanted} frames are not labelled yet: run the same command again."
        )
    text = io.StringIO()
    write(text, frames, format="extxyz")

    # Without the time at which it was written, the same frames give the same file.
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as stream:
        stream.write(text.getvalue().encode())
    content = buffer.getvalue()
    write_whole(target, content)
    return hashlib.sha256(content).hexdigest()


def database(work: Path) -> Path:
    """Where the labelled frames of a run are kept: an ASE database (SQLite)."""
    return work / "frames.db"


def _with_provenance(task: Task, row, f: int) -> ase.Atoms:
    """A labelled frame that says where it comes from."""
    atoms = row.toatoms()
    atoms.info = {
        "group": task.group,
        "trajectory": task.name,
        "frame": f,
    }
    if hasattr(task, "temperature") and hasattr(task, "interval_fs"):
        atoms.info["temperature"] = task.temperature
        atoms.info["time_fs"] = (f + 1) * task.interval_fs
    atoms.info.update(row.data["info"])
    return atoms


def _task_file(plan: DataPlan, work: Path, t: int) -> Path:
    """Where the structures of a task are kept."""
    return work / f"{plan.tasks[t].name}.extxyz"


def _sampled(plan: DataPlan, work: Path, t: int) -> list[ase.Atoms]:
    """The structures of a task."""
    path = _task_file(plan, work, t)
    structures = list(iread(path, ":"))
    wanted = len(plan.tasks[t])
    if len(structures) < wanted:
        raise DataError(
            f"{path} holds {len(structures)} of {wanted} structures: delete it to sample anew."
        )
    return structures


def _sample_task(arguments: tuple) -> int:
    """Work for one process: sample a task into its file, and say which one it was."""
    plan, work, t, learned = arguments
    task = plan.tasks[t]
    # Only learned tasks are moved by a network.
    settings = [plan.sampling] if learned is None else [plan.sampling, learned]
    structures = list(task.structures(*settings))
    with replacing(_task_file(plan, work, t)) as partial:
        write(partial, structures, format="extxyz")
    return t


def _label_frame(
    arguments: tuple[DataPlan, int, int, ase.Atoms],
) -> tuple[int, int, ase.Atoms | NotConverged]:
    """Work for one process: label a frame, and say which one it was."""
    plan, t, f, atoms = arguments
    # A database takes no numbers of NumPy.
    for key, value in atoms.info.items():
        if isinstance(value, np.generic):
            atoms.info[key] = value.item()
    try:
        return t, f, label(atoms, plan.labelling)
    except NotConverged as error:
        return t, f, error
