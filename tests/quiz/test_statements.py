"""Feedback says what is wrong; statements are fair and betray nothing.

Trial energies are what they claim to be.
"""

import json
import re

import numpy as np
import pytest

from helpers import ROOT
from mlp_course import quiz
from mlp_course.quiz import answers, concepts, questions, statements

STUDENTS = [f"student {k}" for k in range(200)]


TRUTH = {
    key: (True, "because") for pool in questions.POOLS.values() for couple in pool for key in couple
}


@pytest.mark.parametrize("pool", questions.POOLS)
def test_draws_differ_between_neighbours_and_repeat_for_one(pool):
    draws = {tuple(quiz.draw(pool, student).values()) for student in STUDENTS}
    assert len(draws) > 190
    assert quiz.draw(pool, "Ada  LOVELACE ") == quiz.draw(pool, "ada lovelace")


@pytest.mark.parametrize("pool", questions.POOLS)
def test_every_draw_takes_whole_couples_and_every_statement_turns_up(pool):
    seen = set()
    for student in STUDENTS:
        drawn = set(quiz.draw(pool, student).values())
        assert len(drawn) == 6
        assert all(len(drawn & set(couple)) in (0, 2) for couple in questions.POOLS[pool])
        seen |= drawn
    assert seen == {key for couple in questions.POOLS[pool] for key in couple}


def test_the_order_within_a_couple_betrays_nothing():
    for pool in questions.POOLS.values():
        assert all(list(couple) == sorted(couple) and len(couple) == 2 for couple in pool)


def judged_cells():
    """Every test of statements: lesson and pool, the visible part, the hidden part."""
    for source in sorted((ROOT / "solutions").glob("*/*.ipynb")):
        for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name.endswith("_statements_test"):
                visible, hidden = "".join(cell["source"]).split("### BEGIN HIDDEN TESTS")
                yield pytest.param(
                    name.removesuffix("_statements_test"),
                    visible,
                    hidden,
                    id=f"{source.stem} {name}",
                )


@pytest.mark.parametrize(("pool", "visible", "hidden"), list(judged_cells()))
def test_the_truth_stands_in_the_hidden_tests_only(pool, visible, hidden):
    truth = dict(re.findall(r'"(\w+)": \((True|False), ', hidden))
    for couple in questions.POOLS[pool]:
        assert sorted(truth[key] for key in couple) == ["False", "True"]
        assert not any(f'"{key}"' in visible for key in couple)
    assert len(truth) == 2 * len(questions.POOLS[pool])


def test_lessons_agree_on_what_is_true():
    told = {}
    for case in judged_cells():
        for key, holds in re.findall(r'"(\w+)": \((True|False), ', case.values[2]):
            assert told.setdefault((case.values[0][:3], key), holds) == holds


@pytest.mark.parametrize("pool", questions.POOLS)
def test_a_second_draw_has_other_statements(pool):
    for student in STUDENTS:
        again = quiz.draw(pool, student, after=[pool])
        assert len(again) == 6 and not set(again.values()) & set(quiz.draw(pool, student).values())


@pytest.mark.parametrize("constant", [True, False])
def test_calling_everything_the_same_earns_nothing(constant, capsys):
    truth = {
        key: (k == 0, "why")
        for pool in questions.POOLS.values()
        for couple in pool
        for k, key in enumerate(couple)
    }
    for pool in questions.POOLS:
        drawn = quiz.draw(pool, "Ada")
        assert quiz.mark(dict.fromkeys(drawn, constant), drawn, truth) == 0
        assert (
            quiz.mark({letter: truth[key][0] for letter, key in drawn.items()}, drawn, truth) == 1
        )
        assert quiz.mark({}, drawn, truth) == 0
    assert "WRONG: why" in capsys.readouterr().out


def test_one_wrong_judgement_cancels_a_right_one(capsys):
    drawn = quiz.draw("q29", "Ada")
    judged = dict.fromkeys(drawn, True) | {"a": np.False_}
    assert quiz.mark(judged, drawn, TRUTH) == pytest.approx(4 / 6)
    assert capsys.readouterr().out.count("right: because") == 5


def test_show_prints_every_statement_and_a_line_to_copy(capsys):
    quiz.show("q29", "Ada")
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 100
    assert (
        'q29_statements = {"a": ..., "b": ..., "c": ..., "d": ..., "e": ..., "f": ...}' in printed
    )


@pytest.mark.parametrize(
    ("judged", "sentence"),
    [
        ({"a": True, "b": False}, ""),
        ({"a": np.True_, "b": np.False_}, ""),
        ({}, "Statement a is not judged yet"),
        ({"a": True, "b": "False"}, "without quotation marks"),
        ({"a": True, "b": ...}, "Statement b needs True or False"),
        ({"a": True, "b": 1}, "Statement b needs True or False"),
        ({"a": True, "b": True, "z": True}, "There is no statement z"),
        ([True, False], "as a dictionary"),
    ],
)
def test_the_form_of_judgements_is_checked(judged, sentence):
    found = statements.unjudged(judged, {"a": "mirror", "b": "axes"})
    assert (sentence in found) if sentence else found == ""


MODEL = (
    "Only relative positions enter, so a shift drops out. "
    "Descriptors made of distances and angles are invariant. "
    "Equivariant features are vectors that rotate with the molecule. "
    "They are contracted to scalars at the end. "
    "The forces turn along as the gradient of the energy."
)


def states(text, name="q29_answer"):
    return list(concepts.judge(text, concepts.IDEAS[name]).values())


def test_key_ideas_are_found():
    assert states(MODEL) == ["present"] * 5
    assert states("Atoms are small.") == ["missing"] * 5


def test_a_negated_idea_is_not_found():
    assert "present" not in states("The model has no equivariant features.")


def test_a_contradiction_is_named():
    assert states("The forces are invariant under rotation.")[4] == "contradicted"
    assert states("A sum over atoms is enough.", "q30_answer")[1] == "contradicted"
    assert states("A sum over atoms is not enough.", "q30_answer")[1] != "contradicted"


def notebook(path, text):
    cell = {
        "cell_type": "markdown",
        "metadata": {"nbgrader": {"grade_id": "q29_answer"}},
        "source": [text],
    }
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")


def test_the_saved_answer_is_read_without_its_mark_scheme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    notebook(
        tmp_path / "lesson.ipynb",
        f"=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ===\n{MODEL}",
    )
    assert answers.written("q29_answer") == MODEL
    said = repr(quiz.reflect("q29_answer", ticks="abcde"))
    assert said.count("you write: ") == said.count("[x]") == 5


def test_the_open_notebook_goes_before_its_neighbours(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook(tmp_path / "a-copy.ipynb", "old")
    notebook(tmp_path / "open.ipynb", "new")
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/else/open.ipynb")
    assert answers.written("q29_answer") == "new"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": []}'])
def test_an_unreadable_notebook_is_no_crash(content, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lesson.ipynb").write_text(content)
    quiz.reflect("q29_answer")
    assert "save the notebook" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "YOUR ANSWER HERE", "*Your answer: replace this line.*"])
def test_an_empty_answer_is_said_to_be_empty(text, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    notebook(tmp_path / "lesson.ipynb", text)
    quiz.reflect("q29_answer")
    assert capsys.readouterr().out == "Nothing is written yet.\n"
