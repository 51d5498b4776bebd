"""A corrected lesson comes to the student; nothing the student wrote is lost."""

import contextlib
import copy
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from mlp_course.commands import update as update_verb
from mlp_course.commands.update import main
from mlp_course.lessons.copies import making, servers, updating
from mlp_course.lessons.copies.merging import merge

STUB = "def mae(a, b):\n    raise NotImplementedError()"


def cell(
    name: str, source: str, *, kind: str = "code", solution: bool = False, locked: bool = False
):
    made = new_code_cell(source) if kind == "code" else new_markdown_cell(source)
    made.id = name
    if solution or locked:
        made.metadata["nbgrader"] = {
            "grade_id": name,
            "solution": solution,
            "locked": locked,
            "grade": False,
            "schema_version": 3,
        }
    return made


def lesson(
    *, intro="Old text", stub=STUB, test="assert mae([1], [2]) == 1", demo="print(1)", more=()
):
    return new_notebook(
        cells=[
            cell("intro", intro, kind="markdown"),
            cell("demo", demo),
            cell("mae", stub, solution=True),
            cell("mae_test", test, locked=True),
            *more,
        ]
    )


def answered(**changes):
    own = lesson(**({"stub": "def mae(a, b):\n    return 1"} | changes))
    own.cells.insert(2, cell("scribble", "my_own = 1"))
    return own


def told(notebook) -> str:
    return "\n".join(sources(notebook))


def sources(notebook) -> list[str]:
    return [c.source for c in notebook.cells]


def test_corrections_come_and_answers_and_own_cells_stay():
    merged = merge(lesson(), answered(), lesson(intro="New text", test="assert mae([2], [1]) == 1"))
    assert sources(merged.notebook) == [
        "New text",
        "print(1)",
        "my_own = 1",
        "def mae(a, b):\n    return 1",
        "assert mae([2], [1]) == 1",
    ]
    assert merged.changed == ["intro", "mae_test"]
    assert merged.conflicts == []


def test_an_exercise_that_was_reworded_keeps_the_answer_and_shows_the_new_text():
    merged = merge(lesson(), answered(), lesson(stub=STUB + "  # flatten first"))
    shown = "\n".join(sources(merged.notebook))
    assert "return 1" in shown and "# flatten first" in shown
    assert ["mae" in sentence for sentence in merged.conflicts] == [True]
    assert merged.notebook.cells[3].metadata.nbgrader.grade_id == "mae"


def test_an_untouched_stub_is_replaced():
    merged = merge(lesson(), lesson(), lesson(stub=STUB + "  # flatten first"))
    assert sources(merged.notebook)[2] == STUB + "  # flatten first"
    assert merged.conflicts == []


def test_a_demo_that_both_changed_stands_corrected_with_mine_below():
    merged = merge(lesson(), answered(demo="print(7)"), lesson(demo="print(2)"))
    assert sources(merged.notebook)[1] == "print(2)"
    assert "print(7)" in sources(merged.notebook)[2]
    assert len(merged.conflicts) == 1


def test_a_demo_that_only_i_changed_stays():
    merged = merge(lesson(), answered(demo="print(7)"), lesson(intro="New text"))
    assert "print(7)" in sources(merged.notebook)


def test_a_locked_cell_that_was_tampered_with_is_put_right():
    merged = merge(lesson(), answered(test="pass"), lesson())
    assert sources(merged.notebook)[-1] == "assert mae([1], [2]) == 1"


def test_cells_that_a_release_adds_and_drops():
    more = [cell("extra", "print('extra')")]
    assert "print('extra')" in sources(merge(lesson(), answered(), lesson(more=more)).notebook)
    assert "print('extra')" not in sources(
        merge(lesson(more=more), answered(more=more), lesson()).notebook
    )
    changed = [cell("extra", "print('mine')")]
    kept = merge(lesson(more=more), answered(more=changed), lesson()).notebook
    assert sources(kept)[-1] == "print('mine')"


def test_without_knowing_the_old_release_nothing_of_mine_is_lost():
    merged = merge(None, answered(demo="print(7)"), lesson(demo="print(2)"))
    shown = "\n".join(sources(merged.notebook))
    assert "print(7)" in shown and "print(2)" in shown and "return 1" in shown and "my_own" in shown


def test_a_cell_that_i_deleted_stays_deleted_and_a_test_comes_back():
    own = answered()
    del own.cells[-1], own.cells[1]  # the test and the demo
    merged = merge(lesson(), own, lesson(intro="New text"))
    assert sources(merged.notebook) == [
        "New text",
        "my_own = 1",
        "def mae(a, b):\n    return 1",
        sources(lesson())[-1],
    ]
    corrected = merge(lesson(), own, lesson(demo="print(2)"))
    assert "print(2)" in sources(corrected.notebook)  # but not if it is another one now


def test_a_copied_cell_is_kept_as_an_ordinary_one():
    own = answered()
    own.cells.append(copy.deepcopy(own.cells[3]))
    own.cells[-1].id, own.cells[-1].source = "another", "def mae(a, b):\n    return 2"
    merged = merge(lesson(), own, lesson(intro="New text")).notebook
    assert "return 1" in told(merged) and "return 2" in told(merged)
    marked = [
        c.source for c in merged.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "mae"
    ]
    assert marked == ["def mae(a, b):\n    return 1"]


def test_an_exercise_that_is_gone_leaves_its_answer():
    kept = merge(lesson(), answered(), new_notebook(cells=lesson().cells[:2]))
    assert "return 1" in told(kept.notebook) and "my_own" in told(kept.notebook)
    assert not any("nbgrader" in c.metadata for c in kept.notebook.cells)
    assert ["no longer has mae" in sentence for sentence in kept.conflicts] == [True]


def test_points_that_changed_reach_the_copy():
    new = lesson()
    new.cells[-1].metadata.nbgrader.points = 7
    assert merge(lesson(), answered(), new).notebook.cells[-1].metadata.nbgrader.points == 7


def test_merging_twice_is_merging_once():
    new = lesson(stub=STUB + "  # flatten first", demo="print(2)", intro="New text")
    once = merge(lesson(), answered(demo="print(7)"), new).notebook
    assert "print(7)" in told(once) and "# flatten first" in told(once)
    assert (
        merge(lesson(), once, new).notebook.cells == once.cells
    )  # killed before the base was written
    assert merge(new, once, new).notebook.cells == once.cells
    third = merge(new, once, lesson(stub=STUB + "  # and average", demo="print(2)")).notebook
    assert (
        "# and average" in told(third)
        and "# flatten first" not in told(third)
        and "print(7)" in told(third)
    )


def test_a_note_that_i_wrote_into_stays():
    new = lesson(stub=STUB + "  # flatten first")
    once = merge(lesson(), answered(), new).notebook
    note = next(c for c in once.cells if "flatten" in c.source)
    note.source += "\nRemember this."
    for base, newest in ((new, lesson(stub=STUB + "  # and average")), (lesson(), new)):
        merged = merge(base, once, newest).notebook
        assert "Remember this." in told(merged)
        assert len({c.id for c in merged.cells}) == len(merged.cells)


def test_backticks_in_a_cell_do_not_end_the_quotation():
    merged = merge(lesson(), answered(demo="print('```')"), lesson(demo="print(2)")).notebook
    assert merged.cells[2].source.count("````") == 2


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson, copied to a work folder and answered, whose release was corrected
    since.
    """
    monkeypatch.setattr(update_verb, "COURSE", tmp_path)
    path = tmp_path / "notebooks" / "04-a" / "04-a.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(lesson(), path)
    list(making.copy_missing(tmp_path / "notebooks", tmp_path / "my-work"))
    nbformat.write(answered(), tmp_path / "my-work" / "04-a" / "04-a.ipynb")
    nbformat.write(lesson(intro="New text"), path)
    return tmp_path


def test_the_verb_updates_once_and_keeps_the_old_copy(course, capsys):
    work = course / "my-work"
    before = (work / "04-a" / "04-a.ipynb").read_bytes()
    assert main(["--work", str(work)]) == 0
    assert "1 cell is new or corrected" in capsys.readouterr().out
    [backup] = (work / "04-a").glob("04-a before *.ipynb")
    assert backup.read_bytes() == before
    shown = sources(nbformat.read(work / "04-a" / "04-a.ipynb", as_version=4))
    assert "New text" in shown and "my_own = 1" in shown
    assert main(["--work", str(work)]) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_kill_while_writing_leaves_the_copy(course, monkeypatch):
    path = course / "my-work" / "04-a" / "04-a.ipynb"
    before = path.read_bytes()

    def killed(target, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(updating, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        main(["--work", str(course / "my-work")])
    assert path.read_bytes() == before


def test_without_a_work_folder_it_says_what_to_do(course, capsys):
    assert main(["--work", str(course / "nowhere")]) == 2
    assert "run  mlp-course lab  first" in capsys.readouterr().err


@pytest.fixture
def mine(course) -> Path:
    return course / "my-work" / "04-a" / "04-a.ipynb"


def shown(path: Path) -> str:
    return told(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("form", ["3.0", "4.2", "same ids", "byte order mark"])
def test_notebooks_saved_by_other_programs(form, mine, course):
    own = answered()
    plain = json.loads(nbformat.writes(own))
    if form == "3.0":
        plain = json.loads(nbformat.writes(nbformat.convert(own, 3), version=nbformat.NO_CONVERT))
    elif form == "4.2":  # Colab, old Jupyter: no ids
        plain["nbformat_minor"] = 2
        [c.pop("id") for c in plain["cells"]]
    elif form == "same ids":
        plain["cells"][2]["id"] = plain["cells"][1]["id"]
    mine.write_text("\ufeff" * (form == "byte order mark") + json.dumps(plain), encoding="utf-8")
    assert main(["--work", str(course / "my-work")]) == 0
    assert sorted(shown(mine).splitlines()) == sorted(
        [
            "New text",
            "print(1)",
            "my_own = 1",
            "def mae(a, b):",
            "    return 1",
            "assert mae([1], [2]) == 1",
        ]
    )


@pytest.mark.parametrize(
    "content",
    [
        *("", "null", "[]", "{}", "[" * 100_000, "{ half a notebook"),
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1, 2]}',
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, '
        '"cells": [{"cell_type": "code", "source": 3}]}',
        '{"nbformat": 99, "cells": []}',
    ],
    ids=lambda content: content[:12] or "nothing",
)
def test_a_copy_that_is_no_notebook_is_left_alone_in_one_sentence(content, mine, course, capsys):
    mine.write_text(content)
    assert main(["--work", str(course / "my-work")]) == 1
    [said] = capsys.readouterr().err.splitlines()
    assert (
        said.startswith("04-a was left as it is: it cannot be read as a notebook (")
        and "fresh copy" in said
    )
    assert mine.read_text() == content


@pytest.mark.parametrize("content", ["", "null", "{ half"])
def test_a_note_of_the_old_release_that_is_damaged_is_no_note(content, mine, course):
    (course / "my-work" / making.BASE / "04-a" / "04-a.ipynb").write_text(content)
    assert main(["--work", str(course / "my-work")]) == 0
    assert "New text" in shown(mine) and "Old text" in shown(mine) and "return 1" in shown(mine)


def test_two_updates_in_one_second_keep_both_old_copies(mine, course, monkeypatch):
    monkeypatch.setattr(time, "strftime", lambda form: "2026-11-21 12.00.00")
    for text in ("Newer", "Newest"):
        nbformat.write(lesson(intro=text), course / "notebooks" / "04-a" / "04-a.ipynb")
        assert main(["--work", str(course / "my-work")]) == 0
    assert sorted(shown(path).split()[0] for path in mine.parent.glob("* before *")) == [
        "Newer",
        "Old",
    ]


def test_a_cell_that_a_release_drops_is_told_with_the_old_copy(mine, course, capsys):
    new = new_notebook(cells=[c for c in lesson().cells if c.id != "demo"])
    nbformat.write(new, course / "notebooks" / "04-a" / "04-a.ipynb")
    assert main(["--work", str(course / "my-work")]) == 0
    assert "some cells are different. Your copy until now: 04-a before" in capsys.readouterr().out
    assert "print(1)" not in shown(mine) and "my_own" in shown(mine)


def test_a_lesson_that_was_not_begun_is_replaced_without_ado(mine, course, capsys):
    mine.write_bytes((course / "my-work" / making.BASE / "04-a" / "04-a.ipynb").read_bytes())
    assert main(["--work", str(course / "my-work")]) == 0
    assert "1 cell is new or corrected. You had not begun it." in capsys.readouterr().out
    assert [path.name for path in mine.parent.iterdir()] == ["04-a.ipynb"]
    assert mine.read_bytes() == (course / "notebooks" / "04-a" / "04-a.ipynb").read_bytes()


def test_a_renamed_copy_is_left_alone_and_told(mine, course, capsys):
    mine.rename(mine.with_name("my favourite.ipynb"))
    assert main(["--work", str(course / "my-work")]) == 0
    assert "my favourite.ipynb stays as it is" in capsys.readouterr().out
    assert "New text" not in shown(mine.with_name("my favourite.ipynb"))


def test_a_copy_saved_meanwhile_is_not_overwritten(mine, course, monkeypatch, capsys):
    real = updating.write_whole

    def and_jupyter_saves(path, content):
        real(path, content)
        mine.write_text("saved by JupyterLab")

    monkeypatch.setattr(updating, "write_whole", and_jupyter_saves)
    assert main(["--work", str(course / "my-work")]) == 1
    assert mine.read_text() == "saved by JupyterLab" and "saved while" in capsys.readouterr().err


def test_the_first_answer_saved_meanwhile_is_not_overwritten(mine, course, monkeypatch, capsys):
    mine.write_bytes((course / "my-work" / making.BASE / "04-a" / "04-a.ipynb").read_bytes())

    def and_jupyter_saves(*versions):
        mine.write_text("saved by JupyterLab")
        return merge(*versions)

    monkeypatch.setattr(updating, "merge", and_jupyter_saves)
    assert main(["--work", str(course / "my-work")]) == 1
    assert mine.read_text() == "saved by JupyterLab" and "saved while" in capsys.readouterr().err


def test_a_lesson_that_there_is_not_is_one_sentence(course, capsys):
    assert main(["--work", str(course / "my-work"), "5"]) == 2
    assert capsys.readouterr().err == "There is no lesson called '5': the lessons are 04-a.\n"
    assert main(["--work", str(course / "my-work"), "04"]) == 0


def test_a_lab_that_keeps_its_files_in_the_work_folder_is_found(tmp_path, monkeypatch):
    for name in servers.AT_HOME:
        monkeypatch.setenv(name, "")
    with monkeypatch.context() as read_only:
        read_only.setattr(servers, "has_room", lambda folder: False)
        servers.use_writable_folders(tmp_path / servers.JUPYTER)
        runtime = Path(os.environ["JUPYTER_RUNTIME_DIR"])
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "at-home"))
    monkeypatch.setattr(servers, "list_running_servers", lambda folder: [{"folder": Path(folder)}])
    found = servers.running(tmp_path / servers.JUPYTER / servers.RUNTIME)
    assert [server["folder"] for server in found] == [runtime]


KILLED_AT = """
import os, signal, sys
from mlp_course.commands import update as update_verb
from mlp_course.lessons.copies import updating
from pathlib import Path
step, left = sys.argv[1], int(sys.argv[2])
update_verb.COURSE = Path(sys.argv[3])
calls = {"write": (Path, "write_bytes"), "sync": (os, "fsync"), "replace": (os, "replace")}
owner, name = calls[step]
real = getattr(owner, name)
def counted(*arguments):
    global left
    left -= 1
    if left < 0:
        if step == "write":
            real(arguments[0], arguments[1][: len(arguments[1]) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)
setattr(owner, name, counted)
sys.exit(update_verb.main(["--work", str(update_verb.COURSE / "my-work")]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("step", ["write", "sync", "replace"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_killed_at_every_step_nothing_is_lost(step, count, mine, course, monkeypatch):
    """The old copy, the new one and the note of the release are written, each in three steps."""
    before = mine.read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", KILLED_AT, step, str(count), str(course)], capture_output=True
    )
    assert run.returncode == -signal.SIGKILL
    assert before in [path.read_bytes() for path in mine.parent.glob("*.ipynb")]
    assert "return 1" in shown(mine) and "my_own" in shown(mine)
    monkeypatch.setattr(time, "strftime", lambda form: "2036-11-21 12.00.00")  # another second
    assert main(["--work", str(course / "my-work")]) == 0
    assert shown(mine).count("New text") == shown(mine).count("return 1") == 1
    assert not list(course.rglob("*.tmp"))
    assert not list(making.outdated(course / "notebooks", course / "my-work"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process")
def test_a_lesson_that_is_open_is_left_until_it_is_closed(mine, course, monkeypatch, capsys):
    """With a real server and a kernel on the notebook.

    Once it is shut down, the update goes through.
    """
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(course / "runtime"))
    options = [
        "--no-browser",
        "--port=0",
        "--allow-root",
        f"--ServerApp.root_dir={course / 'my-work'}",
    ]
    line = [sys.executable, "-m", "jupyter_server", *options]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            server = wait_for_server()
            about = {
                "path": "04-a/04-a.ipynb",
                "type": "notebook",
                "name": "",
                "kernel": {"name": "python3"},
            }
            session = ask(server, "sessions", "POST", about)
            assert servers.open_notebooks(course) == {mine.resolve()}
            assert main(["--work", str(course / "my-work")]) == 1
            assert (
                "Close and Shut Down Notebook" in capsys.readouterr().err
                and "New text" not in shown(mine)
            )
            ask(server, f"sessions/{session['id']}", "DELETE")
            assert main(["--work", str(course / "my-work")]) == 0 and "New text" in shown(mine)
        finally:
            running.terminate()
            running.wait(300)


def wait_for_server() -> dict:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        for server in servers.running(Path("nowhere")):
            with contextlib.suppress(OSError):
                ask(server, "status")
                return server
        time.sleep(0.2)
    raise AssertionError("The server did not come up in 300 s")


def ask(server: dict, what: str, method: str = "GET", body: dict | None = None) -> dict:
    request = urllib.request.Request(f"{server['url']}api/{what}", method=method)
    request.add_header("Authorization", f"token {server['token']}")
    request.data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.loads(answer.read() or "{}")
