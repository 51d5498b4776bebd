"""The audit sees graders that are wrong, and files of a bank that are.

It is run in the tiny course, with a bank of its own.
"""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import tiny_course
from helpers.tiny_class import DEAF, DIES, LOOPS, NEEDS_DEMO, OTHER_WAY, WARNS
from helpers.tiny_course import LESSON
from mlp_course.commands import audit as audit_verb
from mlp_course.lessons.course import Course

VERB = [sys.executable, "-m", "mlp_course.cli", "audit"]
SUM = (
    "# forgets to divide\n# says: ^Divide the sum\ndef mean(values):\n    return float(sum(values))"
)
MENDS = (
    "try:\n    mean([1])\nexcept NotImplementedError:\n    mean = np.mean\nassert mean([1, 2, 6])"
)
NO_HIDDEN = (
    "# right for three numbers only\n# says: two numbers\n"
    "def mean(values):\n    return sum(values) / 3"
)
# Right for what the visible tests try
LATE = {"mean.reject.three.py", "largest.reject.last.py"}
PRINTS = "# prints a lot\nprint('x' * 60_000_000)\n" + OTHER_WAY
BANK = {
    "mean.accept.loop.py": "# a loop\n" + OTHER_WAY,
    "mean.accept.warns.py": "# warns and prints\n" + WARNS,
    "mean.accept.prints_60_MB.py": PRINTS,
    "mean.reject.sum.py": SUM,
    "mean.reject.three.py": NO_HIDDEN,
    "mean.reject.syntax.py": "# does not parse\ndef mean(values:\n    return 3",
    "mean.reject.hangs.py": "# hangs\n" + LOOPS,
    "mean.reject.dies.py": "# kills the kernel\n" + DIES,
    "mean.reject.empty.py": "",
    "mean.reject.no_text.py": "# says what is no text\ndef mean(values):\n"
    "    raise AssertionError('\\ud800 \\x1b[2J')",
    "moments.accept.demo.py": "# uses a demo\n" + NEEDS_DEMO,
    "moments.accept.eval.py": "# finds a demo by its name\n"
    + NEEDS_DEMO.replace("weights(", "eval('weights')("),
    "moments.reject.partial.py": "# no variance\ndef moments(v):\n"
    "    return np.mean(v), -1.0, max(v)",
    "moments.reject.deaf.py": "# cannot be interrupted\n" + DEAF,
    "largest.accept.builtin.py": "# names the function\nlargest = max",
    "largest.reject.last.py": "# takes the last\ndef largest(values):\n    return values[-1]",
}
BROKEN = {
    "median.accept.x.py": ("x = 1", "no item 'median'; did you mean 'mean'?"),
    "mean_test.accept.x.py": ("x = 1", "'mean_test' is a test; the answer cell is 'mean'"),
    "why.accept.x.py": ("x = 1", "no test marks 'why'"),
    "mean.right.x.py": ("x = 1", "its name is not"),
    "mean.accept.py": ("x = 1", "its name is not"),
    "mean.accept.bytes.py": (b"\xff\xfe\x00", "cannot be read as UTF-8"),
}


def bank(root: Path, files: dict) -> Path:
    """A bank with these answers to the tiny lesson."""
    for name, content in files.items():
        path = root / "answers" / LESSON / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root / "answers"


def audit(course: Course, *arguments: object) -> int:
    """Audit the tiny course."""
    return audit_verb.main(
        ["--course", str(course.root), "--jobs", "1", "--timeout", "3", *map(str, arguments)]
    )


@pytest.fixture(scope="module")
def audited(template, tmp_path_factory):
    """Exit code and JSON of an audit of everything above, at once."""
    answers = bank(
        tmp_path_factory.mktemp("bank"), BANK | {name: text for name, (text, _) in BROKEN.items()}
    )
    (answers / "01-other").mkdir()
    (answers / "loose.py").write_text("")
    command = [
        *VERB,
        "--course",
        str(template.root),
        "--answers",
        str(answers),
        "--jobs",
        "1",
        "--timeout",
        "3",
    ]
    said = subprocess.run([*command, "--json"], capture_output=True, text=True)
    assert "Traceback" not in said.stderr
    return said.returncode, json.loads(said.stdout)


@pytest.fixture(scope="module")
def results(audited) -> dict[str, dict]:
    """What became of each answer."""
    return {
        answer["file"].removeprefix(f"{LESSON}/"): answer
        for item in audited[1]["items"]
        for answer in item["answers"]
    }


@pytest.mark.parametrize("name", sorted(BANK.keys() - LATE))
def test_right_graders_are_found_right(results, name):
    assert results[name]["status"] == "as it should be", results[name]


@pytest.mark.parametrize("name", sorted(LATE))
def test_what_only_the_hidden_part_refuses_is_a_late_truth(results, name):
    assert results[name]["status"] == "late truth"


@pytest.mark.parametrize("item", ["mean", "moments", "largest"])
def test_stubs_and_worked_answers_are_audited_too(results, item):
    assert (results[f"{item}.stub"]["points"], results[f"{item}.stub"]["status"]) == (
        0,
        "as it should be",
    )
    assert results[f"{item}.worked"]["points"] == results[f"{item}.worked"]["max"] > 0


@pytest.mark.parametrize(
    ("name", "place", "message"),
    [
        ("mean.reject.sum.py", "visible", "Divide the sum by how many there are."),
        ("mean.reject.three.py", "hidden", "Your mean fails for two numbers."),
        ("mean.reject.empty.py", "visible", "NameError"),
        ("mean.reject.hangs.py", "visible", "This cell took too long and was stopped."),
        ("mean.reject.dies.py", "visible", "This cell stopped the Python process."),
    ],
)
def test_what_the_student_was_told_is_reported(results, name, place, message):
    assert results[name]["from"] == place and message in results[name]["message"]
    assert tiny_course.SECRET not in results[name]["message"]


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("mean.reject.syntax.py", "SyntaxError"),
        ("mean.accept.prints_60_MB.py", "prints too much"),
        ("moments.reject.deaf.py", "took too long and was stopped"),
    ],
)
def test_what_was_odd_is_remarked(results, name, remark):
    assert remark in "; ".join(results[name]["remarks"])


def test_partial_credit_is_partial(results):
    assert (
        results["moments.reject.partial.py"]["points"],
        results["moments.reject.partial.py"]["max"],
    ) == (2, 3)


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_answer_is_listed_with_its_reason(audited, name):
    reasons = {file["file"]: file["reason"] for file in audited[1]["not_audited"]}
    assert BROKEN[name][1] in reasons[f"{LESSON}/{name}"]


def test_what_lies_beside_the_lessons_is_listed(audited):
    reasons = {file["file"]: file["reason"] for file in audited[1]["not_audited"]}
    assert "no such lesson" in reasons["01-other"] and "no lesson's folder" in reasons["loose.py"]


def test_the_summary_counts_and_files_that_were_not_audited_are_a_failure(audited):
    code, said = audited
    assert said["summary"] | {"minutes": 0} == {
        "items": 3,
        "answers": len(BANK),
        "false_accept": 0,
        "accepts_anything": 0,
        "false_reject": 0,
        "stub_with_points": 0,
        "late_truth": len(LATE),
        "says_something_else": 0,
        "not_audited": len(BROKEN) + 2,
        "minutes": 0,
    }
    assert code == 1


def test_a_bank_without_fault_is_a_table_and_zero(course, tmp_path, capsys):
    answers = bank(
        tmp_path, {name: BANK[name] for name in ("mean.accept.loop.py", "mean.reject.sum.py")}
    )
    assert audit(course, "--answers", answers, "--assignment", "00") == 0
    said = capsys.readouterr().out
    assert "mean" in said and "1/1" in said and "0/2" in said
    assert "sum: Divide the sum by how many there are." in said
    assert "3 items, 2 answers, 0 false accepts, 0 false rejects, " in said.splitlines()[-1]


def change_a_cell(course: Course, name: str, old: str, new: str) -> None:
    """Change one cell of the lesson."""
    notebook = tiny_course.lesson()
    cell = next(cell for cell in notebook.cells if cell.id == name)
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    tiny_course.write(course.source(LESSON), notebook)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("assert ", "assert True or ", "false accept: 00-tiny/mean.reject.sum.py (2 of 2 points)"),
        ("assert ", "assert True or ", "accepts anything: 00-tiny/mean.spoiled (2 of 2 points)"),
        (
            "mean([1, 2, 6]) == 3",
            "type(mean([1, 2])) is int",
            "false reject: 00-tiny/mean.accept.loop",
        ),
        ("== 3", "== 4", "false reject: 00-tiny/mean.worked (0 of 2 points)"),
        ("Divide the sum by", "No.", "says something else: 00-tiny/mean.reject.sum.py"),
        (
            "assert mean([1, 2, 6])",
            MENDS,
            "stub with points: 00-tiny/mean.stub (2 of 2 points)",
        ),
    ],
    ids=[
        "accepts all",
        "accepts what is spoiled",
        "too strict",
        "asks too much",
        "says nothing",
        "mends stubs",
    ],
)
def test_a_grader_that_is_wrong_is_found(course, tmp_path, capsys, old, new, fault):
    change_a_cell(course, "mean_test", old, new)
    answers = bank(
        tmp_path, {name: BANK[name] for name in ("mean.accept.loop.py", "mean.reject.sum.py")}
    )
    assert audit(course, "--answers", answers, "--item", "mean") == 1
    said = capsys.readouterr().out
    assert fault in said and "<- look below" in said


def test_a_lesson_with_faults_is_not_audited(course, tmp_path, capsys):
    change_a_cell(course, "mean_test", "END HIDDEN", "END")
    assert audit(course, "--answers", bank(tmp_path, {"mean.reject.sum.py": SUM})) == 1
    said = capsys.readouterr()
    assert "not audited: 00-tiny" in said.out and "Nothing could be audited" in said.err


def test_nothing_to_audit_is_said(course, tmp_path, capsys):
    assert audit(course, "--answers", tmp_path / "nowhere") == 2
    assert audit(course, "--answers", tmp_path) == 2
    assert "no folder called like a lesson" in capsys.readouterr().err
    assert audit(course, "--item", "xyz") == 2
    assert "There is no item 'xyz': the items are mean, " in capsys.readouterr().err
    assert audit(course, "--item", "largst") == 2
    assert "did you mean largest?" in capsys.readouterr().err
    assert audit(course, "09") == 2


def test_without_a_bank_stubs_and_worked_answers_are_audited(course, capsys):
    assert audit(course, "--item", "largest") == 0
    said = capsys.readouterr()
    assert "There is no bank" in said.err and "1 items, 0 answers" in said.out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process")
def test_ctrl_c_prints_what_is_known(template, tmp_path):
    files = {
        "mean.reject.hangs.py": BANK["mean.reject.hangs.py"],
        "mean.reject.hangs_too.py": BANK["mean.reject.hangs.py"],
    }
    command = [
        *VERB,
        "--course",
        str(template.root),
        "--answers",
        str(bank(tmp_path, files)),
        "--item",
        "mean",
    ]
    command += ["--timeout", "100", "--jobs", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as run:
        try:
            first = run.stderr.readline()
            run.send_signal(signal.SIGINT)
            said, complaint = run.communicate(timeout=60)
        finally:
            run.kill()
    assert first.startswith("[1/5, ")
    assert run.returncode == 130, complaint
    assert "1 items, 0 answers" in said
    assert re.search("Interrupted: [123] of 5 were audited.", complaint)
