"""The first cell of a lesson: it makes the kernel ready, or says in one sentence why it cannot."""

import functools
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import warnings
from pathlib import Path

import nbformat
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from mlp_course import lesson
from mlp_course.data import shipped as shipped_data
from mlp_course.files import damaged_in
from mlp_course.lessons.start.minutes import minutes_of


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """`begin` changes the whole process; put it back."""
    threads = torch.get_num_threads()
    for owner, name in ((sys, "stderr"), (warnings, "showwarning")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    lesson.scratch.cache_clear()
    yield
    lesson.scratch.cache_clear()
    torch.set_num_threads(threads)


def disk(free: float):
    """A stand-in for shutil.disk_usage that finds `free` bytes."""
    return lambda folder: shutil._ntuple_diskusage(1, 1, free)


def run(code: str) -> list:
    """The outputs of a cell in a kernel of its own."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="python3", timeout=600).execute()
    return notebook.cells[0].outputs


def test_all_messages_come_on_stdout():
    code = """
        import logging, sys, warnings, tqdm, torch
        from mlp_course import lesson
        lesson.begin("01-symmetry")
        lesson.begin("01-symmetry")
        warnings.warn("too close")
        logging.getLogger("elsewhere").warning("logged")
        print("progress", file=sys.stderr)
        list(tqdm.tqdm([1], bar_format="bar"))
        print(torch.get_num_threads())
    """
    outputs = run(textwrap.dedent(code))
    assert {output.name for output in outputs} == {"stdout"}
    said = "".join(output.text for output in outputs).replace("\r", "\n").split()
    assert (
        said[:5] == ["UserWarning:", "too", "close", "logged", "progress"]
        and "bar" in said
        and said[-1] == "1"
    )


def test_a_missing_package_is_one_sentence(monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "dscribe" else real(name)
    )
    with pytest.raises(
        lesson.NotReady, match=r"^The package dscribe is missing: run  python3 course.py doctor$"
    ):
        lesson.begin()


def test_a_broken_package_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "mlp_course.plots", None)
    monkeypatch.delattr("mlp_course.plots", raising=False)
    with pytest.raises(
        lesson.NotReady, match=r"^A package is broken \(.*plots.*\): run  python3 course.py doctor$"
    ):
        lesson.begin()


def test_a_notebook_shows_the_sentence_and_no_traceback(capsys):
    shell = InteractiveShell()
    shell.run_cell(
        "from mlp_course.lesson import NotReady\nraise NotReady('The package x is missing.')"
    )
    assert capsys.readouterr().out == "The package x is missing.\n"


@pytest.mark.parametrize(
    ("where", "sentence"), [("notebooks", "the original"), ("solutions", "the worked solution")]
)
def test_a_person_in_the_wrong_folder_is_told(where, sentence, monkeypatch):
    folder = lesson.COURSE / where / "01-symmetry"
    monkeypatch.setattr(lesson, "has_room", lambda folder: True)
    assert lesson.warnings_about(folder, "01-symmetry") == []  # a test or a grader
    monkeypatch.setenv("JPY_SESSION_NAME", "a person in JupyterLab")
    [said] = lesson.warnings_about(folder, "01-symmetry")
    assert (
        sentence in said
        and "my-work/01-symmetry/01-symmetry.ipynb" in said
        and "python3 course.py lab" in said
    )
    assert lesson.warnings_about(lesson.COURSE / "my-work" / "01-symmetry") == []


def test_a_full_disk_and_missing_data_are_told_and_the_lesson_goes_on(
    capsys, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", disk(1e6))
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(lesson, "scratch", functools.cache(lambda: tmp_path))
    lesson.begin("01-symmetry")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("The course's data folder is missing")
    assert second.startswith(
        "Your answers cannot be saved here, the disk is full or the folder read-only"
    )


@pytest.mark.parametrize("trouble", ["gone", "full"])
def test_room_is_found_by_writing(trouble, tmp_path, monkeypatch):
    assert lesson.has_room(tmp_path)
    if trouble == "full":
        monkeypatch.setattr(shutil, "disk_usage", disk(1e6))
    assert not lesson.has_room(tmp_path / "gone" if trouble == "gone" else tmp_path)


def test_scratch_is_empty_one_for_a_kernel_and_deleted_with_it():
    code = """
from mlp_course.lesson import scratch
folder = scratch()
(folder / "a.db").touch()
print(folder, scratch() == folder)
"""
    [output] = run(code)
    folder, same = output.text.split()
    assert same == "True" and "mlp_course-" in folder and not Path(folder).exists()


def test_scratch_goes_where_there_is_room(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "gone"))
    assert lesson.scratch().parent == Path.cwd()
    lesson.scratch.cache_clear()
    monkeypatch.setattr(lesson, "has_room", lambda folder: False)
    with pytest.raises(lesson.NotReady, match="Nothing can be written on this computer"):
        lesson.scratch()


def test_a_read_only_home_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "gone")
    try:
        lesson.begin()
        assert os.environ["MPLCONFIGDIR"] == str(lesson.scratch())
    finally:
        os.environ.pop("MPLCONFIGDIR", None)


# The page to start from.


ON_THE_PAGE = """
import json, sys, time
before = time.process_time()
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), globals())
print(points_so_far())
print(time.process_time() - before, *sys.modules, file=sys.__stderr__)
"""
# Seconds to load, and nothing that the page needs
HEAVY = {"nbgrader", "sqlalchemy", "mlp_course.grading", "nbconvert", "nbformat", "torch", "numpy"}


@pytest.fixture(scope="module")
def opened(course, tmp_path_factory) -> tuple[str, float, set[str]]:
    """What the page says where nothing is begun, its CPU time (s), and what it loads."""
    page = course / "notebooks" / "start.ipynb"
    done = subprocess.run(
        [sys.executable, "-P", "-c", ON_THE_PAGE, str(page)],
        cwd=tmp_path_factory.mktemp("work"),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, *modules = done.stderr.split()
    return done.stdout, float(seconds), set(modules)


def test_the_start_page_takes_no_time_and_loads_nothing_of_grading(opened):
    said, seconds, modules = opened
    assert "All is well" in said
    assert modules & HEAVY == set() and {"mlp_course.lessons.start.page"} <= modules
    assert seconds <= 1


def test_the_start_page_lists_every_lesson_and_reads_minutes_and_points_from_it(course, opened):
    said, _, _ = opened
    lessons = {}
    for path in sorted((course / "notebooks").glob("*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
        points = sum(mark.points for mark in marks if mark.get("grade"))
        name = f"{path.parent.name}/{path.stem}"
        lessons[name] = (minutes_of(notebook), points)
    rows = re.findall(r"\]\((\S+)\.ipynb\) \| (\d+) \| 0 of (\d+) \| not begun \|", said)
    assert {name: (int(minutes), int(points)) for name, minutes, points in rows} == lessons
    assert f"**0 of {sum(points for _, points in lessons.values())} points**" in said

    # By hand stands what nobody can count: which lessons there are, and what they are for.
    page = nbformat.read(course / "notebooks" / "start.ipynb", as_version=4)
    told = re.findall(r"\]\((\S+)\.ipynb\) \| [^|]+ \|$", page.cells[0].source, re.MULTILINE)
    assert told == list(lessons)


def test_the_start_page_opens_with_a_picture(course):
    page = nbformat.read(course / "notebooks" / "start.ipynb", as_version=4)
    [(alt, name)] = re.findall(r"!\[([^\]]+)\]\((\S+)\)", page.cells[0].source)
    picture = (course / "notebooks" / name).read_bytes()
    assert page.cells[0].source.startswith(f"# Start here\n\n![{alt}]({name})")
    assert picture.startswith(b"\x89PNG") and len(picture) < 200_000 and len(alt) > 100


def test_the_self_check_is_content_here_and_names_what_is_wrong(monkeypatch, capsys, tmp_path):
    assert lesson.self_check()
    assert "All is well" in capsys.readouterr().out
    monkeypatch.setattr(lesson, "damaged_in", lambda folder: ["silica/silica.extxyz.gz"])
    monkeypatch.setattr(lesson, "PACKAGES", ("numpy", "not_there"))
    assert not lesson.self_check()
    said = capsys.readouterr().out
    assert "WRONG   reference data: silica/silica.extxyz.gz is missing or damaged" in said
    assert "WRONG   Python" in said and "not_there missing" in said and "doctor" in said


def test_damaged_and_missing_files_are_named(tmp_path):
    assert damaged_in(tmp_path) == [str(tmp_path)]  # nothing is listed at all
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one").write_bytes(b"1")
    sums = [f"{hashlib.sha256(b'1').hexdigest()}  {name}" for name in ("one", "two")]
    (tmp_path / "a" / "SHA256SUMS").write_text("\n".join(sums))
    assert damaged_in(tmp_path) == ["a/two"]
    (tmp_path / "a" / "one").write_bytes(b"2")
    assert damaged_in(tmp_path) == ["a/one", "a/two"]
