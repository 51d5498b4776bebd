"""Cards as pages, as text and as plain values, whatever stands in them."""

import json
import re

import numpy as np
import pytest

from mlp_course.checks.answers.expect import LONGEST, Mismatch, expect
from mlp_course.checks.cards import pictures
from mlp_course.checks.cards.card import OPEN, RIGHT, SIGNS, STOPPED, WRONG, Card
from mlp_course.checks.cards.comparison import compared, shown
from mlp_course.checks.cards.frames import Frame

R = np.linspace(0.0, 6.0, 40)
POSITIONS = np.array([[0.0, 0, 0], [1.0, 0, 0], [0, 1.2, 0.3]])


def mismatch(value, right, **options) -> Mismatch:
    with pytest.raises(Mismatch) as caught:
        expect(value, right, **options)
    return caught.value


def card_of(value, right, **options) -> Card:
    """A wrong card with everything on it."""
    error = mismatch(value, right, because="Take `np.sqrt` of a < b.", **options)
    frames = (Frame(3, "return a < b", "f"),)
    return Card(
        WRONG,
        "f",
        "Exercise 1: `f`",
        2,
        error.sentence,
        error.comparison,
        ("idea", "a < b"),
        frames,
    )


PICTURES = {
    "curve": (R**2, R, pictures.curve(R, "distance (Å)", "value")),
    "curves": (np.stack([R, R]).T, np.stack([R, 2 * R]).T, pictures.curve(R, "r (Å)", "value")),
    "histogram": ([0, 1, 3.0], [0, 2, 3.0], pictures.histogram([0, 1, 2, 3], "distance (Å)")),
    "histograms": (
        [[[1, 1], [0, 2.0]]],
        [[[1, 1], [1, 2.0]]],
        pictures.histogram([0, 1, 2], "distance (Å)"),
    ),
    "parity": (R, 1.1 * R, pictures.parity("force (eV/Å)")),
    "arrows": (-POSITIONS, POSITIONS + 0.1, pictures.arrows(POSITIONS, [8, 1, 1])),
    "shapes": (POSITIONS, POSITIONS + 0.5, pictures.shapes()),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_every_picture_shows_both_in_the_colour_of_the_text(kind):
    got, right, picture = PICTURES[kind]
    page = card_of(got, right, picture=picture).html()
    assert "<svg" in page and "currentColor" in page and pictures.TEXT not in page
    assert pictures.GOT in page and pictures.EXPECTED in page
    assert "The numbers</summary>" in page


@pytest.mark.parametrize("kind", PICTURES)
def test_a_card_is_the_same_after_it_was_sent(kind):
    got, right, picture = PICTURES[kind]
    card = card_of(got, right, picture=picture)
    sent = json.loads(json.dumps(card.to_dict()))
    assert Card.of_dict(sent).html() == card.html()


def test_what_is_too_long_to_draw_is_not_drawn():
    many = np.arange(500.0)
    error = mismatch(many + 1, many, picture=pictures.curve(many, "x", "y"))
    assert not error.comparison.picture


def test_a_long_array_is_its_first_wrong_entries():
    right = np.arange(LONGEST + 5.0)
    wrong = right.copy()
    wrong[[3, 7]] = -1
    comparison = mismatch(wrong, right).comparison
    assert [row.place for row in comparison.rows] == ["[3]", "[7]"]
    assert comparison.left_out == f"2 of {len(right)} entries differ."


def test_a_short_array_is_shown_whole_with_marks():
    comparison = mismatch([1.0, 2.0, 4.0], [1.0, 2.0, 3.0]).comparison
    assert [row.differs for row in comparison.rows] == [False, False, True]
    assert comparison.html().count("<mark>") == 1


def test_what_is_kept_back_is_nowhere():
    error = mismatch(3.0, 2.718281828, reveal=False, mistakes={"Not that.": 3.0})
    card = Card(WRONG, "f", "f", 1, error.sentence, error.comparison)
    for text in (card.html(), card.text(), json.dumps(card.to_dict()), str(error)):
        assert "2.718" not in text


def test_nothing_that_an_answer_says_is_run():
    evil = "<script>alert(1)</script>"
    error = mismatch(evil, 1.0, because=evil)
    frames = (Frame(1, evil, evil),)
    card = Card(WRONG, "f", evil, 1, error.sentence, error.comparison, (evil,), frames)
    page = card.html(remember=False)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 5


@pytest.mark.parametrize("state", SIGNS)
def test_a_card_says_how_it_stands_in_words_and_signs(state):
    card = Card(state, "f", "Exercise 1: `f`", 1.5)
    assert card.text().startswith(SIGNS[state])
    assert "(1.5 points)" in card.text()
    assert re.search(r"aria-label='Exercise 1: `f`: [A-Z]", card.html())


def test_hints_are_inside_one_another_and_only_where_they_help():
    hints = ("first", "second")
    wrong = Card(WRONG, "f", "f", 1, hints=hints).html()
    assert wrong.index("first") < wrong.index("second") < wrong.index("</details></details>")
    for state in (OPEN, STOPPED):
        assert "Hint 1 of 2" in Card(state, "f", "f", 1, hints=hints).html()
    assert "Hint" not in Card(RIGHT, "f", "f", 1, hints=hints).html()
    assert "<script" not in Card(WRONG, "f", "f", 1, hints=hints).html(remember=False)


@pytest.mark.parametrize(
    "spoil",
    [
        {"state": "great"},
        {"title": 3},
        {"points": "many"},
        {"comparison": {"rows": [{}]}},
        {"frames": [{"line": "x"}]},
        {"hints": 5},
    ],
)
def test_what_is_no_card_is_none(spoil):
    assert Card.of_dict(Card(WRONG, "f", "f", 1).to_dict() | spoil) is None


@pytest.mark.parametrize("content", [None, [], "x", {"state": "wrong"}, {1: {2}}])
def test_what_is_nothing_like_a_card_is_none(content):
    assert Card.of_dict(content) is None


@pytest.mark.parametrize(
    "picture",
    [
        {"kind": "curve"},
        {"kind": "unknown", "got": [1], "expected": [1], "xlabel": "", "ylabel": ""},
        {"kind": "curve", "x": [1], "got": [1, 2], "expected": ["a"], "xlabel": "", "ylabel": ""},
        {"kind": "arrows", "positions": 3, "got": [[1]], "expected": [[1]], "numbers": []},
    ],
)
def test_a_picture_that_cannot_be_drawn_is_missing(picture):
    assert pictures.drawn(picture) == ""


def test_values_are_shown_shortly():
    assert shown(-0.0) == "0"
    assert shown("x" * 1000).endswith("… (str)")
    assert compared("a", 1.0, None).rows[0].got == "'a' (str)"


@pytest.mark.parametrize("fill", [np.nan, np.inf, -np.inf, 1e300, 0.0])
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_of_numbers_that_are_none_warns_of_nothing(kind, fill, recwarn):
    _, right, picture = PICTURES[kind]
    card_of(np.full(np.shape(right), fill), np.asarray(right) + 0.5, picture=picture).html()
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize("strange", [10**400, float("nan"), "x" * 10**6, ["y"] * 10**5, "\ud800"])
@pytest.mark.parametrize("part", card_of(1.0, 2.0).to_dict())
def test_of_a_card_that_was_sent_only_so_much_is_shown(part, strange):
    card = Card.of_dict({**card_of(1.0, 2.0).to_dict(), part: strange})
    if card is not None:
        assert len(card.html().encode()) < 100_000 and len(card.text().encode()) < 100_000


def test_a_picture_of_too_many_points_is_not_drawn():
    many = list(range(pictures.MOST_DRAWN + 1))
    assert pictures.drawn({**pictures.curve(many, "x", "y"), "got": many, "expected": many}) == ""


def test_dollars_are_no_formula():
    assert "mathjax_ignore tex2jax_ignore" in card_of(1.0, 2.0).html()
