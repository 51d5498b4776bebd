"""Grading by the workers of a Dask cluster while some are killed; a gradebook in PostgreSQL."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import psutil
import pytest

from helpers import interruptions
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_class import DIES
from helpers.tiny_course import LESSON, copy_of
from mlp_course.grading.jobs import workers
from mlp_course.grading.jobs.job import Job
from mlp_course.lessons.course import CONFIG, GradingError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
CLUSTER = """import sys
from distributed import LocalCluster
if __name__ == "__main__":
    about = {"threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(n_workers=2, **about) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""
PROGRAMS = {
    name: shutil.which(name) or next(iter(glob(f"/usr/lib/postgresql/*/bin/{name}")), None)
    for name in ("initdb", "pg_ctl")
}


@pytest.fixture
def cluster(tmp_path) -> Iterator[tuple[str, psutil.Process]]:
    """The address of two workers, and the process that has them."""
    pytest.importorskip("distributed")
    (tmp_path / "cluster.py").write_text(CLUSTER)
    line = [sys.executable, str(tmp_path / "cluster.py")]
    with subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        address = run.stdout.readline().strip()
        yield address, psutil.Process(run.pid)
        run.stdin.close()


def test_a_cluster_grades_though_a_worker_is_killed_and_says_when_it_goes_away(course, cluster):
    address, parent = cluster
    interruptions.class_of(course, 4)
    answers = perfect_answers(course, LESSON) | {"mean": DIES}
    hand_in(course, LESSON, "zorro", answered(course, LESSON, answers))
    with interruptions.started(course, "--scheduler", address) as run:
        interruptions.wait_until(lambda: run.poll() is not None or interruptions.busy(parent))
        interruptions.busy(parent)[0].send_signal(signal.SIGKILL)
        said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    totals = tuple(float(row["total"]) for row in table(course).values())
    assert totals == (*interruptions.TOTALS, 4)

    with interruptions.started(course, "--scheduler", address, "--again") as run:
        assert any(line.startswith("[1/") for line in run.stdout)  # the first is graded
        for one in [*parent.children(recursive=True), parent]:
            one.kill()
        said, _ = run.communicate(timeout=120)
    assert run.returncode == 2 and "is gone" in said and "run the same command" in said
    assert grade(course) == 0
    assert totals == tuple(float(row["total"]) for row in table(course).values())


def test_a_cluster_without_workers_is_not_waited_for_without_end(monkeypatch, capsys):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "LOOK", 0.05)
    monkeypatch.setattr(workers, "PATIENCE", 0.2)
    about = {"dashboard_address": None, "host": "127.0.0.1", "silence_logs": 50}
    with (
        distributed.LocalCluster(n_workers=0, **about) as alone,
        pytest.raises(GradingError, match="add some and"),
    ):
        list(workers.cluster(alone.scheduler_address, [Job("ada", b"")]))
    assert capsys.readouterr().out.count("waiting for one") == 1


@pytest.fixture
def postgres() -> Iterator[str]:
    """The URL of a database in a server of our own, which no other program can reach."""
    if not all(PROGRAMS.values()):
        pytest.skip("there is no PostgreSQL server here (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    other = []
    if os.geteuid() == 0:  # which the server refuses to be
        shutil.chown(folder, "nobody")
        other = ["runuser", "-u", "nobody", "--"]
    options = {
        "cwd": folder,
        "check": True,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    initdb = [
        PROGRAMS["initdb"],
        "-D",
        str(folder / "data"),
        "-U",
        "grader",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
    ]
    subprocess.run([*other, *initdb], **options)
    server = [PROGRAMS["pg_ctl"], "-D", str(folder / "data"), "-l", str(folder / "log"), "-w"]
    subprocess.run(
        [*other, *server, "-o", f"-k {folder} -c listen_addresses='' -F", "start"], **options
    )
    try:
        yield f"postgresql+psycopg://grader@/postgres?host={folder}"
    finally:
        subprocess.run([*other, *server, "-m", "immediate", "stop"], **options)
        shutil.rmtree(folder, ignore_errors=True)


def test_a_gradebook_in_postgresql_holds_the_same(course, postgres, tmp_path):
    students = interruptions.class_of(course, 2)
    twin = copy_of(course, tmp_path / "twin")
    with (twin.root / CONFIG).open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {postgres!r}\n")
    before = (twin.root / "grading" / "gradebook.db").read_bytes()
    for one in (course, twin):
        assert grade(one) == 0
        interruptions.mark_by_hand(one, students)
        interruptions.mend_a_test(one)
        assert grade(one) == 0
    assert interruptions.state(twin, students) == interruptions.state(course, students)
    assert (twin.root / "grading" / "gradebook.db").read_bytes() == before
