"""Twenty texts and what the feedback finds in them; denials, lists of words and copied passages."""

import tomllib

import nbformat
import pytest

from helpers import ROOT
from mlp_course.quiz import answers, concepts
from mlp_course.quiz.questions import ASKED, IDEAS

MODELS = [
    pytest.param(
        cell.metadata.nbgrader.grade_id,
        answers.without_scheme(cell.source),
        id=f"{path.stem} {cell.id}",
    )
    for path in sorted((ROOT / "solutions").glob("*/*.ipynb"))
    for cell in nbformat.read(path, as_version=4).cells
    if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution")
]
FOLDER = ROOT / "tests" / "quiz" / "texts"
TEXTS = [
    pytest.param(path.stem, text, id=f"{path.stem} {text['kind']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]
]


@pytest.mark.parametrize(("question", "case"), TEXTS)
def test_the_feedback_on_a_text(question, case):
    reading = concepts.read(case["text"], f"{question}_answer", answers.course_text())
    assert "".join(state[0] for state in reading.states.values()) == case["found"]
    assert len(reading.copied) == case.get("copied", 0)
    assert len(reading.lists) == case.get("lists", 0)
    assert reading.on_topic is not case.get("off_topic", False)


SENTENCES = [  # question, idea, states that would be fair: p present, c contradicted, m missing
    ("q29", 1, "c", "Descriptors are not invariant."),
    ("q29", 1, "c", "It is not true that descriptors are invariant."),
    ("q29", 1, "c", "It is wrong to believe that distances are invariant."),
    ("q29", 1, "c", "The claim that distances stay the same is false."),
    ("q29", 1, "c", "Descriptors are never invariant."),
    ("q29", 1, "c", "Descriptors aren't invariant."),
    ("q29", 1, "c", "I do not think that distances are invariant."),
    ("q29", 1, "c", "Neither distances nor angles are invariant."),
    ("q29", 1, "p", "Descriptors aren't only invariant, they are also smooth."),
    ("q29", 1, "p", "There is no doubt that distances are invariant."),
    ("q29", 1, "p", "Distances neither change under rotation nor under translation."),
    ("q29", 1, "pm", "Without invariant descriptors the model would fail."),
    (
        "q29",
        1,
        "pm",
        "If the descriptors were not invariant, the energy would depend on the orientation.",
    ),
    ("q29", 1, "pm", "Descriptors that are not invariant cannot be used."),
    ("q29", 1, "p", "Unlike raw coordinates, distances are invariant."),
    ("q29", 1, "p", "Instead of raw coordinates one uses distances, which do not change."),
    ("q29", 1, "p", "It is not wrong to say that distances are invariant."),
    ("q29", 1, "p", "Distances do not change when the molecule turns, and angles do not either."),
    ("q29", 1, "p", "Raw coordinates are not invariant, but distances are invariant."),
    ("q29", 1, "pm", "It would be a mistake to say that distances are not invariant."),
    ("q29", 1, "m", "Raw coordinates are not invariant."),
    ("q29", 1, "p", "The distances don't depend on how the molecule is turned."),
    ("q29", 1, "p", "Distances and angles remain unaltered, so they are independent of rotation."),
    ("q29", 0, "p", "The absolute positions do not enter, so it may be shifted."),
    ("q29", 0, "p", "Only relative positions enter."),
    ("q29", 0, "c", "The model uses raw positions, not relative ones."),
    (
        "q28",
        2,
        "pm",
        "Fixed descriptors don't have trainable parameters, whereas learned descriptors do.",
    ),
    ("q28", 2, "c", "Learned descriptors do not have weights of their own."),
    ("q30", 0, "p", "It isn't enough to add up the energies of the atoms."),
    (
        "q30",
        3,
        "p",
        "Exchanging different elements is of course not allowed to leave the energy unchanged.",
    ),
    ("q30", 2, "p", "The descriptor must not depend on the order of its neighbours."),
    ("q30", 2, "p", "Descriptors must be invariant to exchanging neighbours."),
    ("q30", 2, "c", "The descriptor is not a sum over neighbours."),
    ("q30", 2, "p", "Neighbours are summed over."),
    ("q30", 2, "pm", "No descriptor may depend on how neighbours are numbered."),
    (
        "q30",
        2,
        "pm",
        "The order in which neighbours are listed must not matter for the descriptor.",
    ),
    ("q30", 1, "c", "The sum is enough."),
    ("q30", 1, "c", "The sum over atoms suffices."),
    ("q30", 1, "p", "The sum is not enough, because the descriptors must be symmetric too."),
    ("q30", 1, "p", "The sum alone isn't enough: the descriptors need symmetry, too."),
    ("q30", 1, "m", "It is a myth that the sum is enough."),
    ("q30", 1, "c", "Adding atomic energies is by itself sufficient."),
    ("q30", 1, "pm", "A sum would be enough if each descriptor were symmetric."),
    ("q30", 3, "p", "Only identical atoms may be exchanged."),
    ("q30", 3, "c", "Any atoms can be exchanged."),
    ("q30", 3, "p", "Not any two atoms can be swapped, only those of the same element."),
    ("q29", 4, "c", "The forces are invariant."),
    ("q29", 4, "p", "The forces are not invariant but rotate."),
    ("q29", 4, "c", "Forces stay the same."),
    ("q29", 4, "pm", "It is not true that the forces are invariant."),
    ("q29", 4, "p", "Forces rotate with the molecule."),
    ("q29", 4, "c", "The forces do not rotate with the molecule."),
]


@pytest.mark.parametrize(
    ("question", "number", "fair", "sentence"), SENTENCES, ids=[row[3] for row in SENTENCES]
)
def test_what_a_sentence_says_of_an_idea(question, number, fair, sentence):
    idea = IDEAS[f"{question}_answer"][number]
    assert concepts.judge(sentence, (idea,))[idea.says][0] in fair


@pytest.mark.parametrize(("question", "text"), MODELS)
def test_a_model_answer_has_every_idea_and_is_nobodys_copy(question, text):
    reading = concepts.read(text, question, answers.course_text())
    assert set(reading.states.values()) == {"present"} and not reading.copied and not reading.lists
    assert reading.length <= 1.1 * concepts.LONGEST and concepts.suggest(reading, 3) == 3


@pytest.mark.parametrize("question", ASKED)
def test_the_question_itself_says_nothing(question):
    asked = ASKED[question]
    for text in (
        asked,
        f"{asked[:-1]} in an exam.",
        asked.replace("How are", "They are").replace("How is", "It is"),
    ):
        reading = concepts.read(text, f"{question}_answer")
        assert "present" not in reading.states.values(), text


def test_the_lessons_own_sentences_do_not_count():
    [summary] = [
        text
        for text in answers.course_text()
        if text.startswith("## Summary") and "Check with random" in text
    ]
    copied = summary[: summary.index("###")].replace("## Summary", "")
    reading = concepts.read(copied, "q29_answer", answers.course_text())
    assert len(reading.copied) >= 4 and len(reading.counted) <= 3


def test_nonsense_of_the_right_words_passes_and_the_report_is_honest_about_it():
    reading = concepts.read("A neighbour is the sum of all that is mean.", "q30_answer")
    assert list(reading.states.values())[2] == "present"
    assert "can be wrong" in concepts.LIMITS and "no points" in concepts.LIMITS


ODD = ["", "?!...", "a" * 10**6, "not " * 10**5, "vector " * 10**5, "\n" * 10**5, "é—–" * 9999]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_read_quickly(text):
    for name in IDEAS:
        assert "present" not in concepts.read(text, name).states.values()
