"""Feedback says what is wrong; statements are fair and betray nothing; trial energies are what they claim to be."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from mlp_course import quiz
from mlp_course.exercises.symmetry import energies, trials
from mlp_course.quiz import answers, concepts, questions, statements
from mlp_course.symmetry import random_rotation

STUDENTS = [f"student {k}" for k in range(200)]
TRUTH = {
    key: (True, "because") for pool in questions.POOLS.values() for couple in pool for key in couple
}


# expect, call, verdict


def test_of_a_long_array_the_first_wrong_entry_is_shown():
    right = np.arange(60.0).reshape(5, 12)
    wrong = right.copy()
    wrong[2, 3] = wrong[4, 1] = -1
    with pytest.raises(
        AssertionError,
        match=r"^Odd\. Got -1 at \[2, 3\] \(2 of 60 entries differ\), expected 27 there\.$",
    ):
        quiz.expect(wrong, right, because="Odd.")
    with pytest.raises(
        AssertionError,
        match=r"Got an array of shape \(4, 12\), expected an array of shape \(5, 12\)\.$",
    ):
        quiz.expect(right[:4], right)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2.0), 2 + 1e-9])
def test_a_number_may_come_in_any_type(value):
    quiz.expect(value, 2.0, rtol=1e-6)


@pytest.mark.parametrize("value", [None, "2", [2.0], [[2.0], [2.0]], np.nan, object(), [1, [2]]])
def test_what_is_not_the_number_is_shown(value):
    with pytest.raises(AssertionError, match="Got "):
        quiz.expect(value, 2.0)


def test_nothing_is_broadcast():
    with pytest.raises(AssertionError, match=r"shape is \(2, 1\), it should be \(2,\)"):
        quiz.expect([[1.0], [1.0]], [1.0, 1.0])


def test_a_known_mistake_is_named_before_the_general_reason():
    with pytest.raises(AssertionError, match=r"^Take the root\. Got 4, expected 2"):
        quiz.expect(4.0, 2.0, mistakes={"Take the root.": 4.0}, because="Wrong length.")
    with pytest.raises(AssertionError, match=r"^Wrong length\. Got 5"):
        quiz.expect(5.0, 2.0, mistakes={"Take the root.": 4.0}, because="Wrong length.")


def test_the_right_value_can_be_kept_back():
    for value in (4.0, 5.0):
        with pytest.raises(AssertionError, match=rf"Got {value:g}\.$"):
            quiz.expect(value, 2.0, mistakes={"Take the root.": 4.0}, reveal=False)


@pytest.mark.parametrize("argument", [np.ones(3), [1.0, 2.0], {"a": 1}])
def test_changing_an_argument_is_noticed(argument):
    def spoil(value):
        if isinstance(value, dict):
            value["b"] = 2
        else:
            value[0] = 7.0
        return value

    with pytest.raises(AssertionError, match="spoil changed its 1st argument in place"):
        quiz.call(spoil, argument)


def test_an_argument_with_nan_is_not_called_changed():
    assert quiz.call(np.nansum, np.array([np.nan, 1.0])) == 1.0


def test_returning_nothing_is_said():
    with pytest.raises(AssertionError, match="returned nothing"):
        quiz.call(lambda: None)


@pytest.mark.parametrize("value", [True, np.True_, np.array(True)])
def test_every_kind_of_truth_counts(value):
    assert quiz.verdict(lambda: value) is True


@pytest.mark.parametrize("value", [1.0, "True", 0, np.array([True, True])])
def test_what_is_no_truth_value_is_refused(value):
    with pytest.raises(AssertionError, match="must return True or False"):
        quiz.verdict(lambda: value)


# statements


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
    for source in sorted((Path(__file__).resolve().parent.parent / "solutions").glob("*/*.ipynb")):
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


def test_an_open_exercise_is_not_called_wrong():
    for ask in (
        lambda: statements.unjudged(None, {"a": "mirror"}),
        lambda: quiz.entries(None, "angle"),
    ):
        with pytest.raises(NotImplementedError, match="still open"):
            ask()


@pytest.mark.parametrize("answer", [{}, {"angle": ...}, [60.0], 60.0])
def test_an_answer_without_the_entry_is_refused(answer):
    with pytest.raises(AssertionError, match="angle"):
        quiz.entries(answer, "angle")


# trials


def change(trial, kind, seed):
    """By how much the function of `trial` violates the symmetry, over 20 operations."""
    rng = np.random.default_rng(seed)
    positions, numbers = trials.molecule(seed)
    found = []
    for _ in range(20):
        R, order = random_rotation(rng), rng.permutation(len(numbers))
        moved = {
            "translation": (positions + rng.normal(size=3), numbers),
            "permutation": (positions[order], numbers[order]),
        }.get(kind, (positions @ R.T, numbers))
        before = trial.function(positions, numbers)
        found.append(
            np.abs(
                trial.function(*moved) - (before @ R.T if kind == "equivariance" else before)
            ).max()
        )
    return max(found)


KINDS = {
    "translation": trials.TRANSLATION,
    "rotation": trials.ROTATION,
    "permutation": trials.PERMUTATION,
    "equivariance": trials.EQUIVARIANCE,
}
ALL = [(kind, k) for kind, table in KINDS.items() for k in range(len(table))]


@pytest.mark.parametrize(("kind", "k"), ALL)
@pytest.mark.parametrize("seed", range(5))
def test_trials_are_what_they_claim(kind, k, seed):
    trial = KINDS[kind][k]
    violation = change(trial, kind, seed)
    assert violation < 1e-12 if trial.symmetric else violation > 0.05


@pytest.mark.parametrize(("kind", "k"), ALL)
def test_a_wrong_verdict_is_answered_with_the_hint(kind, k):
    trial = KINDS[kind][k]

    def stubborn(function, positions, numbers, rng):
        return not trial.symmetric

    with pytest.raises(AssertionError, match=re.escape(trial.hint)):
        trial.expect(stubborn, seed=0)


def test_pair_forces_are_the_slope_of_pair():
    positions, numbers = trials.molecule(3)
    for index in np.ndindex(*positions.shape):
        step = np.zeros_like(positions)
        step[index] = 1e-5
        slope = (
            energies.pair(positions + step, numbers) - energies.pair(positions - step, numbers)
        ) / 2e-5
        assert energies.pair_forces(positions, numbers)[index] == pytest.approx(-slope, abs=1e-8)


@pytest.mark.parametrize("seed", range(30))
def test_uniform_rotations_are_never_called_faulty(seed):
    gaussian = np.random.default_rng(seed).normal(size=(2500, 3, 3))
    q, r = np.linalg.qr(gaussian)
    q = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
    assert trials.rotation_fault(q * np.linalg.det(q)[:, None, None]) == ""


# short answers


MODEL = (
    "Only relative positions enter, so a shift drops out. Descriptors made of distances and angles are invariant. "
    "Equivariant features are vectors that rotate with the molecule. They are contracted to scalars at the end. "
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


def test_the_saved_answer_is_read_without_its_mark_scheme(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    notebook(
        tmp_path / "lesson.ipynb",
        f"=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ===\n{MODEL}",
    )
    assert answers.written("q29_answer") == MODEL
    quiz.reflect("q29_answer")
    assert capsys.readouterr().out.count("present") == 5


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
