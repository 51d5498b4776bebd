"""Every answer of the bank meets the tests of its exercise: right ones pass, wrong ones are told what is wrong.

An answer is `answers/<lesson>/<item>.<accept|reject>.<label>.py`: what a student could type in that cell. Its
first line names the idea or the misconception; a line `# says: ...` is a regular expression that the failing
message must match. Here answers run in this process, with only those cells of the lesson that they need.
"""

import ast
import contextlib
import functools
import re
import symtable
import warnings
from pathlib import Path

import nbformat
import pytest

from mlp_course.lesson import scratch

ROOT = Path(__file__).resolve().parent.parent
BANK = sorted((ROOT / "tests" / "answers").glob("*/*.py"))


class Lesson:
    """The code cells of a lesson's source, and which names they make and need."""

    def __init__(self, name: str):
        notebook = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self.sources = [cell.source for cell in cells]
        self.ids = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells]
        self.points = {
            i: c.metadata.nbgrader.points for i, c in zip(self.ids, cells, strict=True) if i.endswith("_test")
        }

    def items(self) -> list[str]:
        return [name.removesuffix("_test") for name in self.points]

    def model(self, item: str) -> str:
        return self.sources[self.ids.index(item)]

    def stub(self, item: str) -> str:
        """The answer cell as students get it."""
        region = r"^( *)### BEGIN SOLUTION.*?### END SOLUTION"
        return re.sub(region, r"\1raise NotImplementedError()", self.model(item), flags=re.DOTALL | re.MULTILINE)

    def run(self, item: str, answer: str) -> float:
        """The points that `answer` earns; raises what the cells raise."""
        sources = list(self.sources)
        place, test = self.ids.index(item), self.ids.index(item + "_test")
        sources[place] = answer
        needed, queue = {place, test}, [place, test]
        while queue:
            here = queue.pop()
            for name in names(sources[here])[1]:
                makers = [k for k in range(here) if name in names(sources[k])[0]]
                if makers and makers[-1] not in needed:
                    needed.add(makers[-1])
                    queue.append(makers[-1])
        space: dict = {"__name__": "lesson"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a warning costs no points
            for k in sorted(needed - {test}):
                with contextlib.suppress(NotImplementedError if k == place else ()):  # as Jupyter goes on
                    execute(sources[k], space)
            value = execute(sources[test], space)
        return self.points[item + "_test"] if value is None else float(value)


@functools.cache
def names(source: str) -> tuple[set[str], set[str]]:
    """The global names that a cell makes, and those it needs from elsewhere."""
    try:
        top = symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        return set(), set()
    made = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    needed = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    inner = list(top.get_children())
    while inner:
        scope = inner.pop()
        needed |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
        inner += scope.get_children()
    return made, needed - made


def execute(source: str, space: dict):
    """Run a cell in `space`; the value of its last expression, as Jupyter shows it."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), space)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path, monkeypatch):
    """What a lesson writes, every answer writes anew."""
    monkeypatch.chdir(tmp_path)
    scratch.cache_clear()


LESSONS = {path.parent.name: Lesson(path.parent.name) for path in BANK}
ITEMS = [(name, item) for name, lesson in LESSONS.items() for item in lesson.items()]


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_the_model_answer_earns_every_point_and_the_stub_none(name, item):
    lesson = LESSONS[name]
    assert lesson.run(item, lesson.model(item)) == lesson.points[item + "_test"]
    with pytest.raises(NotImplementedError):
        lesson.run(item, lesson.stub(item))


@pytest.mark.parametrize("path", [p for p in BANK if ".accept." in p.name], ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_right_answer_passes(path):
    lesson, item = LESSONS[path.parent.name], path.name.split(".")[0]
    assert lesson.run(item, path.read_text(encoding="utf-8")) == lesson.points[item + "_test"]


@pytest.mark.parametrize("path", [p for p in BANK if ".reject." in p.name], ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_wrong_answer_is_told_why(path):
    lesson, item, answer = LESSONS[path.parent.name], path.name.split(".")[0], path.read_text(encoding="utf-8")
    try:
        earned = lesson.run(item, answer)
    except AssertionError as error:
        says = re.search(r"^# says: (.+)$", answer, flags=re.MULTILINE)
        assert says is None or re.search(says[1], str(error)), f"the message does not speak to the mistake: {error}"
        assert len(str(error).split()) > 2, f"not a sentence: {error}"
    else:
        assert earned < lesson.points[item + "_test"], "a wrong answer got full marks"


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_the_bank_covers_the_item(name, item):
    kinds = [p.name.split(".")[1] for p in BANK if p.parent.name == name and p.name.split(".")[0] == item]
    assert kinds.count("accept") >= 2, f"{item} needs two right answers written differently"
    assert kinds.count("reject") >= 2, f"{item} needs two wrong answers"


@pytest.mark.parametrize("path", BANK, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_an_answer_names_its_idea_and_its_item(path):
    item, kind, _, ending = path.name.split(".")
    assert item in LESSONS[path.parent.name].ids and kind in ("accept", "reject") and ending == "py"
    assert re.match(r"# \S+ \S+|# \S+", path.read_text(encoding="utf-8")), "the first line is a comment"
