"""A corrected lesson comes to the student; nothing the student wrote is lost."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from mlp_course import update, workspace

STUB = "def mae(a, b):\n    raise NotImplementedError()"


def cell(name: str, source: str, *, kind: str = "code", solution: bool = False, locked: bool = False):
    made = new_code_cell(source) if kind == "code" else new_markdown_cell(source)
    made.id = name
    if solution or locked:
        made.metadata["nbgrader"] = {"grade_id": name, "solution": solution, "locked": locked, "grade": False,
                                     "schema_version": 3}  # fmt: skip
    return made


def lesson(*, intro="Old text", stub=STUB, test="assert mae([1], [2]) == 1", demo="print(1)", more=()):
    return new_notebook(cells=[
        cell("intro", intro, kind="markdown"), cell("demo", demo), cell("mae", stub, solution=True),
        cell("mae_test", test, locked=True), *more,
    ])  # fmt: skip


def answered(**changes):
    own = lesson(**({"stub": "def mae(a, b):\n    return 1"} | changes))
    own.cells.insert(2, cell("scribble", "my_own = 1"))
    return own


def sources(notebook) -> list[str]:
    return [c.source for c in notebook.cells]


def test_corrections_come_and_answers_and_own_cells_stay():
    merged = update.merge(lesson(), answered(), lesson(intro="New text", test="assert mae([2], [1]) == 1"))
    assert sources(merged.notebook) == [
        "New text", "print(1)", "my_own = 1", "def mae(a, b):\n    return 1", "assert mae([2], [1]) == 1",
    ]  # fmt: skip
    assert merged.changed == ["intro", "mae_test"]
    assert merged.conflicts == []


def test_an_exercise_that_was_reworded_keeps_the_answer_and_shows_the_new_text():
    merged = update.merge(lesson(), answered(), lesson(stub=STUB + "  # flatten first"))
    shown = "\n".join(sources(merged.notebook))
    assert "return 1" in shown and "# flatten first" in shown
    assert ["mae" in sentence for sentence in merged.conflicts] == [True]
    assert merged.notebook.cells[3].metadata.nbgrader.grade_id == "mae"


def test_an_untouched_stub_is_replaced():
    merged = update.merge(lesson(), lesson(), lesson(stub=STUB + "  # flatten first"))
    assert sources(merged.notebook)[2] == STUB + "  # flatten first"
    assert merged.conflicts == []


def test_a_demo_that_both_changed_stands_corrected_with_mine_below():
    merged = update.merge(lesson(), answered(demo="print(7)"), lesson(demo="print(2)"))
    assert sources(merged.notebook)[1] == "print(2)"
    assert "print(7)" in sources(merged.notebook)[2]
    assert len(merged.conflicts) == 1


def test_a_demo_that_only_i_changed_stays():
    merged = update.merge(lesson(), answered(demo="print(7)"), lesson(intro="New text"))
    assert "print(7)" in sources(merged.notebook)


def test_a_locked_cell_that_was_tampered_with_is_put_right():
    merged = update.merge(lesson(), answered(test="pass"), lesson())
    assert sources(merged.notebook)[-1] == "assert mae([1], [2]) == 1"


def test_cells_that_a_release_adds_and_drops():
    more = [cell("extra", "print('extra')")]
    assert "print('extra')" in sources(update.merge(lesson(), answered(), lesson(more=more)).notebook)
    assert "print('extra')" not in sources(update.merge(lesson(more=more), answered(more=more), lesson()).notebook)
    changed = [cell("extra", "print('mine')")]
    kept = update.merge(lesson(more=more), answered(more=changed), lesson()).notebook
    assert sources(kept)[-1] == "print('mine')"


def test_without_knowing_the_old_release_nothing_of_mine_is_lost():
    merged = update.merge(None, answered(demo="print(7)"), lesson(demo="print(2)"))
    shown = "\n".join(sources(merged.notebook))
    assert "print(7)" in shown and "print(2)" in shown and "return 1" in shown and "my_own" in shown


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson, copied to a work folder and answered, whose release was corrected since."""
    monkeypatch.setattr(update, "COURSE", tmp_path)
    path = tmp_path / "notebooks" / "04-a" / "04-a.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(lesson(), path)
    list(workspace.copy_missing(tmp_path / "notebooks", tmp_path / "my-work"))
    nbformat.write(answered(), tmp_path / "my-work" / "04-a" / "04-a.ipynb")
    nbformat.write(lesson(intro="New text"), path)
    return tmp_path


def test_the_verb_updates_once_and_keeps_the_old_copy(course, capsys):
    work = course / "my-work"
    before = (work / "04-a" / "04-a.ipynb").read_bytes()
    assert update.main(["--work", str(work)]) == 0
    assert "1 cells are new or corrected" in capsys.readouterr().out
    [backup] = (work / "04-a").glob("04-a before *.ipynb")
    assert backup.read_bytes() == before
    shown = sources(nbformat.read(work / "04-a" / "04-a.ipynb", as_version=4))
    assert "New text" in shown and "my_own = 1" in shown
    assert update.main(["--work", str(work)]) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_copy_that_cannot_be_read_is_left_alone(course, capsys):
    path = course / "my-work" / "04-a" / "04-a.ipynb"
    path.write_text("{ half a notebook")
    assert update.main(["--work", str(course / "my-work"), "04"]) == 1
    assert "left as it is" in capsys.readouterr().err
    assert path.read_text() == "{ half a notebook"


def test_a_kill_while_writing_leaves_the_copy(course, monkeypatch):
    path = course / "my-work" / "04-a" / "04-a.ipynb"
    before = path.read_bytes()

    def killed(target, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(update, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        update.main(["--work", str(course / "my-work")])
    assert path.read_bytes() == before


def test_without_a_work_folder_it_says_what_to_do(course, capsys):
    assert update.main(["--work", str(course / "nowhere")]) == 1
    assert "course.py lab" in capsys.readouterr().err
