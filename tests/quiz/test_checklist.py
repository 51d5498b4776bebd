"""The ideas beside the writer's own sentences: shown, asked for, never judged."""

from mlp_course.quiz.checklist import checklist, ticks_in
from mlp_course.quiz.concepts import read

TEXT = (
    "The descriptor of each atom adds up a function over its neighbours, so their order has no "
    "influence. Any two atoms may be exchanged. Nothing else needs to be said here about sums."
)
NAME = "q30_answer"


def lines(ticks: str, text: str = TEXT):
    found = checklist(read(text, NAME), NAME, ticks)
    return {line.letter: line for line in found.lines}


def test_a_sentence_that_was_found_is_offered_until_it_is_ticked():
    offered = lines("")["c"]
    assert offered.sentence.startswith("The descriptor of each atom adds up")
    assert offered.asks == "Does it say this? Then tick it."
    assert lines("c")["c"].asks == ""


def test_a_tick_without_a_sentence_is_asked_for_one():
    ticked = lines("a")["a"]
    assert ticked.ticked and not ticked.sentence
    assert ticked.asks == "Which of your sentences says it?"
    assert lines("")["a"].asks == ""


def test_a_contradiction_is_a_question_beside_the_sentence():
    asked = lines("d")["d"]
    assert asked.sentence == "Any two atoms may be exchanged."
    assert asked.asks.startswith("Is a molecule in which an oxygen and a hydrogen")


def test_no_line_is_a_verdict():
    shown = repr(checklist(read(TEXT, NAME), NAME, "abcd"))
    for word in ("missing", "present", "contradicted", "wrong", "right"):
        assert word not in shown


def test_the_page_says_the_same_and_nothing_in_it_is_run():
    evil = TEXT + " <script>alert(1)</script> is a sum over the neighbours, too."
    shown = checklist(read(evil, NAME), NAME, "c")._repr_mimebundle_()
    assert "<script" not in shown["text/html"]
    assert "adds up a function" in shown["text/html"] and "adds up" in shown["text/plain"]
    assert "aria-label='ticked'" in shown["text/html"]


def test_ticks_are_read_off_the_notebook():
    sources = [
        "x = 1",
        "quiz.reflect(\"q29_answer\", ticks='ad')",
        'quiz.reflect("q30_answer", ticks="b")',
    ]
    assert ticks_in(sources, "q29_answer") == "ad"
    assert ticks_in(sources, "q30_answer") == "b"
    assert ticks_in(sources, "q27_answer") == ""


def test_what_is_copied_is_said_to_be():
    copied = "the energy is a sum of atomic energies, and a sum has no order"
    assert f"“{copied}”" in repr(checklist(read(copied, NAME), NAME, ""))
