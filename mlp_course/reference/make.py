"""Make a data set: sample every task, label every frame, and survive being killed at any moment.

1. Each task's structures go to one file under `work/`, written whole or not at all.
2. Each labelled frame is one row of an ASE database under `work/`, committed as it comes.
3. The finished database is exported as compressed extended xyz with a checksum.

Run again after an interruption, it does only what is missing.
"""

import gzip
import hashlib
import io
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import ase
from ase.db import connect
from ase.io import read, write

from mlp_course.data import DataError
from mlp_course.reference.engines import label
from mlp_course.reference.plan import Plan


def sample_tasks(plan: Plan, work: Path, jobs: int = 1) -> Iterator[tuple[int, int]]:
    """Sample the tasks that have no file yet; yields (tasks done, tasks in all)."""
    work.mkdir(parents=True, exist_ok=True)
    missing = [t for t in range(len(plan.tasks)) if not _task_file(plan, work, t).exists()]
    done = len(plan.tasks) - len(missing)
    yield done, len(plan.tasks)
    for _ in _parallel(_sample_task, [(plan, work, t) for t in missing], jobs):
        done += 1
        yield done, len(plan.tasks)


def label_frames(plan: Plan, work: Path, jobs: int = 1) -> Iterator[tuple[int, int]]:
    """Label the frames that have no row yet, in eV and eV/Å; yields (frames done, frames in all).

    Workers only compute: this process alone writes the database, one transaction a frame. Raises
    DataError if frames in `work` were labelled with other settings.
    """
    structures = [_sampled(plan, work, t) for t in range(len(plan.tasks))]
    with connect(database(work)) as db:
        _keep_to_one_level(db, plan)
        have = {(row.task, row.frame) for row in db.select()}
    missing = [(t, f) for t, f in plan.order() if (t, f) not in have]
    done = len(plan) - len(missing)
    yield done, len(plan)
    db = connect(database(work))
    for t, f, atoms in _parallel(_label_frame, [(plan, t, f, structures[t][f]) for t, f in missing], jobs):
        db.write(atoms, key_value_pairs={"task": t, "frame": f}, data={"info": dict(atoms.info)})
        done += 1
        yield done, len(plan)


def export(plan: Plan, work: Path, target: Path) -> str:
    """Write every labelled frame, in order, to `target` (.extxyz.gz in Å, eV, eV/Å); returns its SHA-256.

    Raises ValueError while frames are missing: an incomplete set is never shipped unseen.
    """
    rows = {(row.task, row.frame): row for row in connect(database(work)).select()}
    wanted = [(t, f) for t, task in enumerate(plan.tasks) for f in range(len(task))]
    if absent := [key for key in wanted if key not in rows]:
        raise ValueError(f"{len(absent)} of {len(wanted)} frames are not labelled yet: run the same command again.")
    text = io.StringIO()
    write(text, [_with_provenance(plan, rows[key], *key) for key in wanted], format="extxyz")
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as stream:
        stream.write(text.getvalue().encode())
    partial = target.with_suffix(".tmp")
    partial.write_bytes(buffer.getvalue())
    os.replace(partial, target)
    return hashlib.sha256(buffer.getvalue()).hexdigest()


def database(work: Path) -> Path:
    """Where the labelled frames of a run are kept: an ASE database (SQLite)."""
    return work / "frames.db"


def _keep_to_one_level(db, plan: Plan) -> None:
    """Two levels of theory in one data set are the end of it: the first one is written down."""
    level = asdict(plan.labelling)
    begun = db.metadata.get("labelling", level)
    if begun != level:
        raise DataError(
            f"{db.filename} was begun with other settings, {begun}: move it away or choose another --output."
        )
    db.metadata = {**db.metadata, "labelling": level}


def _with_provenance(plan: Plan, row, t: int, f: int) -> ase.Atoms:
    atoms, task = row.toatoms(), plan.tasks[t]
    atoms.info = {"group": task.group, "trajectory": task.name, "frame": f}
    if hasattr(task, "temperature"):
        atoms.info.update(temperature=task.temperature, time_fs=(f + 1) * task.interval_fs)
    atoms.info.update(row.data["info"])
    return atoms


def _task_file(plan: Plan, work: Path, t: int) -> Path:
    return work / f"{plan.tasks[t].name}.extxyz"


def _sampled(plan: Plan, work: Path, t: int) -> list[ase.Atoms]:
    path = _task_file(plan, work, t)
    structures = read(path, ":")
    if len(structures) < len(plan.tasks[t]):
        raise DataError(f"{path} holds {len(structures)} of {len(plan.tasks[t])} structures: delete it to sample anew.")
    return structures


def _sample_task(arguments: tuple[Plan, Path, int]) -> int:
    plan, work, t = arguments
    target = _task_file(plan, work, t)
    partial = target.with_suffix(".tmp")
    write(partial, list(plan.tasks[t].structures(plan.sampling)), format="extxyz")
    os.replace(partial, target)
    return t


def _label_frame(arguments: tuple[Plan, int, int, ase.Atoms]) -> tuple[int, int, ase.Atoms]:
    plan, t, f, atoms = arguments
    return t, f, label(atoms, plan.labelling)


def _parallel(function, arguments: list, jobs: int) -> Iterator:
    if jobs == 1:
        yield from map(function, arguments)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(function, arguments)
