"""What the checklist says of texts that were read by hand: hardly a remark is false."""

import re

import pytest

from helpers import remarks
from mlp_course.quiz import checklist, claims
from mlp_course.quiz.questions import IDEAS

MOST_FALSE = 0.05
LEAST_FOUND = 0.45  # of the ideas in the right texts; silence costs a student nothing
LEAST_TEXTS = 100


def measured(halves: tuple[str, ...]) -> tuple[int, int, list[str]]:
    """How many texts there are, how many remarks on them, and the false ones as lines."""
    some = [text for half in halves for text in remarks.texts(half)]
    said = [remark for text in some for remark in remarks.remarks(text)]
    false = [
        f"{remark.text.name} ({remark.text.manner}) {remark.sort} {remark.letter}: "
        f"{remark.sentence}"
        for remark in said
        if not remark.true
    ]
    return len(some), len(said), false


def share(halves: tuple[str, ...]) -> float:
    """The share of false remarks."""
    _, said, false = measured(halves)
    return len(false) / said


def table() -> str:
    """Texts, remarks, false ones, and ideas found, a row for each half and one for both."""
    rows = ["texts        number  remarks  false  share   ideas found in right texts"]
    for halves in (("seen",), ("held_out",), remarks.HALVES):
        number, said, false = measured(halves)
        found, there = remarks.ideas_found([t for half in halves for t in remarks.texts(half)])
        rows.append(
            f"{' + '.join(halves):<18} {number:>4} {said:>6} {len(false):>5} "
            f"{len(false) / said:>7.1%}   {found} of {there}"
        )
    return "\n".join(rows)


@pytest.mark.parametrize("halves", [("held_out",), remarks.HALVES], ids=["held out", "all"])
def test_few_remarks_are_false(halves):
    print(table())
    assert share(halves) < MOST_FALSE, table()


def test_good_texts_are_not_met_with_silence():
    some = [text for half in remarks.HALVES for text in remarks.texts(half)]
    found, there = remarks.ideas_found(some)
    assert found >= LEAST_FOUND * there, table()


def any_sentence(phrases, sentence) -> bool:
    """A twin that takes the first sentence for every idea."""
    return True


def any_word(phrases, sentence) -> bool:
    """A twin that takes a sentence with any word of a phrase."""
    words = {word for phrase in phrases for word in re.findall(r"[a-z]{5,}", phrase)}
    return any(word in sentence.lower() for word in words)


@pytest.mark.parametrize("twin", [any_sentence, any_word])
def test_a_twin_that_takes_too_much_is_caught(monkeypatch, twin):
    monkeypatch.setattr(claims, "says", twin)
    assert share(remarks.HALVES) > MOST_FALSE


def test_a_twin_that_reads_questions_and_hearsay_is_caught(monkeypatch):
    kept = share(remarks.HALVES)
    monkeypatch.setattr(claims, "stated", list)
    assert share(remarks.HALVES) > max(kept, MOST_FALSE)


def test_the_corpus_is_large_and_even():
    for half in remarks.HALVES:
        some = remarks.texts(half)
        kinds = [text.kind for text in some]
        assert kinds.count("right") >= LEAST_TEXTS / 4 <= kinds.count("wrong"), half
        assert {text.name for text in some} == set(IDEAS)
        assert len(some) >= LEAST_TEXTS / 2


def test_every_mark_is_one_of_the_question():
    for half in remarks.HALVES:
        for text in remarks.texts(half):
            letters = set(checklist.LETTERS[: len(IDEAS[text.name])])
            marks = {mark.removeprefix("!") for mark in text.marked()}
            assert marks <= letters | {"copy", "list"}, (text.name, text.manner)
            assert "[[" not in text.plain
