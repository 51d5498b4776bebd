"""Numbers worked out by hand.

Everybody's differ, right ones pass, every slip is told, nothing gives a number away.
"""

import re

import numpy as np
import pytest

from mlp_course.exercises.exam import byhand, slips, tables

STUDENTS = [f"student {k}" for k in range(60)]


def results(item: str, student: str) -> dict[str, slips.Result]:
    return byhand.ITEMS[item][1](byhand.table(item, student))


def answer(item: str, student: str, **instead):
    """The right answer to `item`, with some entries replaced.

    '' stands for the number of an item that has only one.
    """
    found = {name: result.right for name, result in results(item, student).items()}
    drawn = byhand.table(item, student)
    if isinstance(drawn, tables.Split):
        training, validation = (round(part * drawn.frames) for part in drawn.parts[:2])
        found |= {
            "training": training,
            "validation": validation,
            "test": drawn.frames - training - validation,
        }
    found |= instead
    return found.get("", found)


@pytest.mark.parametrize("item", byhand.ITEMS)
@pytest.mark.parametrize("student", STUDENTS[:20])
def test_the_right_numbers_pass(item, student):
    byhand.check(item, answer(item, student), student)


@pytest.mark.parametrize("item", byhand.ITEMS)
@pytest.mark.parametrize("student", STUDENTS[:20])
def test_every_slip_is_told_and_the_right_number_kept_back(item, student):
    for name, result in results(item, student).items():
        for sentence, wrong in result.slips.items():
            with pytest.raises(AssertionError) as refused:
                byhand.check(item, answer(item, student, **{name: wrong}), student)
            message = str(refused.value)
            others = [
                other
                for other, value in result.slips.items()
                if np.isclose(value, wrong, rtol=0.01, atol=0)
            ]
            assert any(message.startswith(other) for other in others), (sentence, message)
            assert re.search(r"\([Ss]ee \d\.\d", message)
            assert "expected" not in message


@pytest.mark.parametrize("item", byhand.ITEMS)
def test_neighbours_have_other_tables(item):
    drawn = {repr(byhand.table(item, student)) for student in STUDENTS}
    assert len(drawn) > 0.9 * len(STUDENTS)
    assert repr(byhand.table(item, "Ada  LOVELACE")) == repr(byhand.table(item, "ada lovelace"))


@pytest.mark.parametrize("item", sorted(set(byhand.ITEMS) - {"split"}))
def test_a_neighbours_number_fails(item):
    mine = answer(item, "Ada")
    others = [answer(item, student) for student in STUDENTS]
    different = [
        other for other in others if not np.isclose(flat(other), flat(mine), rtol=0.02).all()
    ]
    assert len(different) > 45
    for other in different:
        with pytest.raises(AssertionError):
            byhand.check(item, other, "Ada")


def flat(found) -> list[float]:
    return list(found.values()) if isinstance(found, dict) else [found]


def test_the_numbers_are_what_the_lessons_call_by_these_names():
    """Against formulas written down again, from the printed table alone."""
    for student in STUDENTS:
        forces, more = byhand.table("mae", student), byhand.table("rmse", student)
        units, ten, curves = (
            byhand.table(item, student) for item in ("units", "outlier", "overfit")
        )
        assert answer("mae", student) == pytest.approx(
            1000 * np.abs(forces.predicted - forces.true).mean()
        )
        assert answer("rmse", student) == pytest.approx(
            1000 * ((more.predicted - more.true) ** 2).mean() ** 0.5
        )
        per_atom = 1000 * (units.predicted - units.true) / units.atoms
        assert answer("units", student) == pytest.approx(np.abs(per_atom).mean())
        squares = np.square(ten.astype(float))
        assert answer("outlier", student)["rmse"] > 1.5 * answer("outlier", student)["mae"]
        assert answer("outlier", student)["share"] == pytest.approx(
            100 * squares.max() / squares.sum()
        )
        exponent = np.polyfit(np.log(curves.sizes), np.log(curves.errors), 1)
        needed = np.exp((np.log(curves.target) - exponent[1]) / exponent[0])
        assert answer("overfit", student)["structures"] == pytest.approx(needed, rel=0.01)
        stop = answer("overfit", student)["kept"] + curves.patience
        assert (
            min(curves.validation[: stop + 1])
            == curves.validation[answer("overfit", student)["kept"]]
        )
        assert (
            min(curves.validation) == curves.validation[answer("overfit", student)["overfits_from"]]
        )
        assert answer("overfit", student)["overfits_from"] > stop


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        (dict(training=0.5), "whole number"),
        (dict(training="many"), "whole number"),
        (dict(training=True), "whole number"),
        (dict(training=float("nan")), "whole number"),
        (dict(training=1), "not 70 %"),
        (dict(test=228), "remainder"),
        (dict(training=801), "two sets"),
    ],
)
def test_sizes_of_a_split(sizes, sentence):
    assert byhand.table("split", "Ada Lovelace") == tables.Split(1143, (0.7, 0.1, 0.2))
    with pytest.raises(AssertionError, match=sentence):
        byhand.check("split", answer("split", "Ada Lovelace", **sizes), "Ada Lovelace")


@pytest.mark.parametrize("item", byhand.ITEMS)
def test_an_open_exercise_is_called_open(item):
    with pytest.raises(NotImplementedError, match="still open"):
        byhand.check(item, None, "Ada")


@pytest.mark.parametrize("name", ["", "  ", None, 7])
def test_a_name_is_needed(name):
    with pytest.raises(ValueError, match="between quotation marks"):
        byhand.table("mae", name)


def test_a_table_on_which_two_ways_meet_is_not_clear():
    assert not slips.Result(10.0, {"A slip that nobody could tell apart.": 10.2}, "4.2").is_clear()
    assert slips.Result(10.0, {"A slip that can be told.": 11.0}, "4.2").is_clear()
