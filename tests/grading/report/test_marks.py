"""Marks at the end: late and missing submissions, tables for Moodle and Canvas, similar answers."""

import csv
import os
import zipfile
from datetime import datetime
from shlex import quote

import pytest

from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.grading.collect.deadline import Deadline, handed_in_at
from mlp_course.grading.integrity.similar import pairs, runs, similar
from mlp_course.grading.jobs.outcome import NOT_GRADED, NOTHING
from mlp_course.grading.report.exports import write_export, write_pages
from mlp_course.grading.report.policy import CoursePolicy
from mlp_course.grading.report.roster import expected, missing
from mlp_course.lessons.course import GradingError

ROWS = [
    {
        "student": "Ada Lovelace_12",
        "status": "graded",
        "total": "9.5",
        "max": "10",
        "remarks": "reads the tests",
    },
    {"student": "plain", "status": "graded", "total": "3", "max": "10", "remarks": ""},
    {"student": "Emmy Noether_13", "status": NOTHING, "remarks": ""},
]


def read(path) -> list[list[str]]:
    """The cells of a CSV."""
    return list(csv.reader(path.read_text().splitlines()))


def test_a_table_for_moodle(tmp_path):
    """Its importer refuses a table without 'Last modified (grade)'.

    Remarks are not for students' eyes.
    """
    assert write_export("moodle", LESSON, ROWS, tmp_path / "m.csv") == ["plain"]
    head, row = read(tmp_path / "m.csv")
    assert head == ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
    assert row == ["Participant 12", "Ada Lovelace", "9.5", "10", ""]


@pytest.mark.parametrize(("late", "said"), [("1 d 02:00", "1 d 02:00 late"), ("yes", "late")])
def test_moodle_tells_students_what_being_late_has_cost(tmp_path, late, said):
    rows = [ROWS[0], ROWS[0] | {"student": "Kurt_14", "late": late, "penalty": "0.5"}]
    assert write_export("moodle", LESSON, rows, tmp_path / "m.csv") == []
    head, ada, kurt = read(tmp_path / "m.csv")
    assert (head[-1], ada[-1], kurt[-1]) == (
        "Feedback comments",
        "",
        f"Handed in {said}: 0.5 points less.",
    )


def test_pages_for_moodle_are_named_as_it_names_submissions(tmp_path):
    rows = [
        *ROWS,
        {"student": "Kurt_14", "status": NOT_GRADED, "remarks": "cut off"},
    ]  # with a page of last week
    for row in [*ROWS[:2], rows[-1]]:
        (tmp_path / row["student"] / LESSON).mkdir(parents=True)
        (tmp_path / row["student"] / LESSON / f"{LESSON}.html").write_text(row["student"])
    write_pages(LESSON, rows, tmp_path, tmp_path / "m.zip")
    with zipfile.ZipFile(tmp_path / "m.zip") as pages:
        assert {name: pages.read(name) for name in pages.namelist()} == {
            f"Ada Lovelace_12_assignsubmission_file/{LESSON}.html": b"Ada Lovelace_12"
        }


def test_a_table_for_canvas(tmp_path):
    assert write_export("canvas", LESSON, ROWS, tmp_path / "c.csv") == ["plain"]
    head, points, row = read(tmp_path / "c.csv")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LESSON]
    assert points[0].strip() == "Points Possible" and points[-1] == "10"
    assert row == ["Ada Lovelace", "12", "", "", "", "9.5"]


@pytest.mark.parametrize(
    ("text", "moment", "late", "cost"),
    [
        ("2026-11-20", datetime(2026, 11, 20, 23, 59), "", 0),
        ("2026-11-20", datetime(2026, 11, 21, 0, 1), "0 d 00:01", 1),
        ("2026-11-20 18:00", datetime(2026, 11, 21, 19, 30), "1 d 01:30", 2),
        ("2026-11-01", datetime(2026, 11, 30), "28 d 00:00", 8),
        (None, datetime(2026, 11, 30), "", 0),
    ],
)
def test_late_is_flagged_and_costs_what_was_asked(tmp_path, text, moment, late, cost):
    (tmp_path / "x.ipynb").write_text("")
    os.utime(tmp_path / "x.ipynb", (moment.timestamp(), moment.timestamp()))
    found = Deadline.read(text, penalty=12.5).late(tmp_path, "x.ipynb", {})
    assert found == late
    assert Deadline.read(text, penalty=12.5).cost(found, 8.0) == cost
    assert Deadline.read(text).cost(found, 8.0) == 0


def test_a_time_stamp_of_nbgrader_goes_before_the_time_of_the_file(tmp_path):
    (tmp_path / "x.ipynb").write_text("")
    (tmp_path / "timestamp.txt").write_text("2026-11-20 12:00:00 UTC")
    assert (
        handed_in_at(tmp_path, "x.ipynb").timestamp()
        == datetime.fromisoformat("2026-11-20T12:00Z").timestamp()
    )
    with pytest.raises(GradingError, match="no date"):
        Deadline.read("tomorrow")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ada\n\nemmy\n", ["ada", "emmy"]),
        ("group,student\n1,ada\n", ["ada"]),
        ('Identifier,"Full name",Grade\n"Participant 12","Ada Lovelace",\n', ["Ada Lovelace_12"]),
        (
            "Student,ID,Section\n    Points Possible,,\n" + '"Lovelace, Ada",12,A\n',
            ["Lovelace, Ada_12"],
        ),
        ("group,student\n1,ada\n2\n3,\n", ["ada"]),
        (
            'Identifier,"Full name"\n"Participant 12","Ada Lovelace"\n"Participant 13"\n',
            ["Ada Lovelace_12"],
        ),
        ("Student;ID;Section\n    Points Possible;;\nLovelace, Ada;12;A\n", ["Lovelace, Ada_12"]),
    ],
)
def test_who_should_have_handed_in(tmp_path, text, names):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8-sig")
    assert expected(tmp_path / "list.csv") == names
    assert missing(names, ["lovelaceada_12", "ada", "emmy"]) == []
    assert missing([*names, "kurt", "Kurt_99"], ["lovelaceada_12", "ada", "emmy"]) == [
        "kurt",
        "Kurt_99",
    ]


def test_a_table_of_unknown_columns_is_not_taken_for_names(tmp_path):
    (tmp_path / "list.csv").write_text("Kennung,Name\nParticipant 12,Ada\n")
    with pytest.raises(GradingError, match="a table without a column 'student'"):
        expected(tmp_path / "list.csv")


def test_a_list_that_is_no_text_is_one_sentence(tmp_path):
    (tmp_path / "list.csv").write_bytes("student\nZoë\n".encode("latin-1"))
    with pytest.raises(GradingError, match="save it as CSV in UTF-8"):
        expected(tmp_path / "list.csv")
    with pytest.raises(GradingError, match="cannot be read: No such file"):
        expected(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("penalty", ["-5", "101"])
def test_a_penalty_is_a_percentage(course, penalty, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        grade(course, "--due", "2026-11-21", "--late-penalty", penalty)
    assert "is not a number from 0 to 100" in capsys.readouterr().err


def test_the_command_flags_the_late_the_missing_and_the_alike(course, tmp_path, capsys):
    mine = """def mean(values):
    # my very own way
    low, high, count = 0.0, 0.0, 0
    for value in values:
        low, high = (low + value, high) if value < 0 else (low, high + value)
        count += 1
    if not count:
        raise ValueError("nothing to average")
    return (low + high) / count if abs(low) + abs(high) else 0.0"""
    theirs = (
        mine.replace("value", "entry")
        .replace("entrys", "data")
        .replace("high", "up")
        .replace("# my very own", "#")
    )
    for student, answer in {"ada_1": mine, "bert_2": theirs, "carl_3": None}.items():
        answers = perfect_answers(course, LESSON) | ({"mean": answer} if answer else {})
        path = hand_in(course, LESSON, student, answered(course, LESSON, answers))
        day = datetime(2026, 11, 20 + 3 * (student == "carl_3")).timestamp()
        os.utime(path, (day, day))
    (tmp_path / "class.txt").write_text("ada_1\nbert_2\ncarl_3\ndora_4\n")
    arguments = [
        "--due",
        "2026-11-21",
        "--late-penalty",
        "10",
        "--roster",
        str(tmp_path / "class.txt"),
    ]
    assert grade(course, *arguments, "--missing-is-zero", "--format", "moodle") == 1
    assert "NOT EXPORTED: 3 marks are provisional" in capsys.readouterr().out
    marks = course.root / "grading" / "marks"
    assert not (marks / f"{LESSON}.moodle.csv").exists()
    assert grade(course, "--due", "2026-11-21", "--format", "moodle", "--provisional") == 0
    rows, said = table(course), capsys.readouterr().out
    assert [rows[s]["total"] for s in ("ada_1", "carl_3", "dora_4")] == ["6", "5.4", "0"]
    assert (rows["carl_3"]["late"], rows["carl_3"]["penalty"]) == ("1 d 00:00", "0.6")
    assert "1 handed in nothing" in said and "1 late" in said
    assert "1 pairs are much alike" in said and "ada_1 and bert_2" in said
    assert "3 of the marks are provisional" in said
    assert len(read(marks / f"{LESSON}.moodle.csv")) == 5
    with zipfile.ZipFile(marks / f"{LESSON}.moodle.zip") as pages:
        assert len(pages.namelist()) == 3
    [_, pair] = read(marks / f"{LESSON}.similar.csv")
    assert pair[:2] == ["ada_1", "bert_2"] and float(pair[2]) > 0.9 and pair[3] == "mean"


def test_the_policy_holds_until_something_else_is_said(course, tmp_path, capsys):
    path = hand_in(course, LESSON, "ada", answered(course, LESSON, perfect_answers(course, LESSON)))
    day = datetime(2026, 11, 22, 9).timestamp()
    os.utime(path, (day, day))
    (tmp_path / "class.txt").write_text("ada\nemmy\n")
    roster = ["--roster", str(tmp_path / "class.txt"), "--missing-is-zero"]
    totals = []
    due, penalty = ["--due", "2026-11-20"], ["--late-penalty", "10"]
    for said in (due, penalty, roster, [], ["--due", "none"], ["--roster", "none"]):
        assert grade(course, *said) == 0
        totals.append([row["total"] for row in table(course).values()])
        printed = capsys.readouterr().out
        assert ("as said before: " in printed) == (said != due)
        if not said:
            assert (
                f"--due 2026-11-20 --late-penalty 10 --roster {quote(roster[1])} --missing-is-zero"
                in printed
            )
    assert totals == [["6"], ["4.8"], ["4.8", "0"], ["4.8", "0"], ["6", "0"], ["6"]]
    (tmp_path / "class.txt").unlink()
    assert grade(course, *roster) == 2
    assert "class.txt cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"swim": 1}'])
def test_a_policy_that_cannot_be_read_is_not_forgotten_in_silence(tmp_path, content):
    place = tmp_path / "terms"
    assert CoursePolicy.kept(place) == CoursePolicy()
    place.write_text(content)
    with pytest.raises(GradingError, match="terms cannot be read: delete the file, and say --due"):
        CoursePolicy.kept(place)
    CoursePolicy("2026-11-20").keep(place)
    assert CoursePolicy.kept(place) == CoursePolicy("2026-11-20")


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(course, tmp_path, capsys):
    path = hand_in(course, LESSON, "ada", answered(course, LESSON, perfect_answers(course, LESSON)))
    path.parents[2].rename(tmp_path / "in")
    before = {file: file.stat().st_mtime_ns for file in course.root.rglob("*")}
    assert grade(course, "--dry-run", "--submitted", str(tmp_path / "in")) == 0
    assert {file: file.stat().st_mtime_ns for file in course.root.rglob("*")} == before
    said = capsys.readouterr().out
    assert (
        "1 would be collected" in said and "1 of 1 submissions of 00-tiny would be graded" in said
    )


def test_the_worked_answer_and_the_stub_point_at_nobody(course):
    for student in "abcd":
        hand_in(course, LESSON, student, answered(course, LESSON, perfect_answers(course, LESSON)))
    assert similar(course, LESSON, list("abcd")).pairs == []


def test_runs_that_many_wrote_count_little():
    crowd = {f"s{n}": set(range(200)) for n in range(30)}
    assert pairs(crowd, dict.fromkeys(range(200), "mean")) == []
    crowd |= {name: {*range(200), *range(1000, 1900)} for name in ("x", "y")}
    [pair] = pairs(crowd, dict.fromkeys([*range(200), *range(1000, 1900)], "mean"))
    assert (pair.first, pair.second, pair.share) == ("x", "y", 1.0)


@pytest.mark.parametrize(
    "source", ["def f(:\n  x", "\x00", "f" + "(" * 5000, "", "%matplotlib inline\nx = 1"]
)
def test_whatever_is_written_has_runs(source):
    assert isinstance(list(runs(source)), list)
