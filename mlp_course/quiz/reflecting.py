"""The cell below an answer in words: the text, as last saved, beside the ideas of the question."""

from mlp_course.quiz.answers import course_text, written
from mlp_course.quiz.checklist import Checklist, checklist
from mlp_course.quiz.concepts import read

PLACEHOLDERS = ("", "YOUR ANSWER HERE", "Your answer: replace this line")


def reflect(name: str, ticks: str = "") -> Checklist | None:
    """The checklist for the saved answer cell `name` of this notebook; None if there is none yet.

    `ticks` are the letters of the ideas that the writer believes to have, as in "ac".
    """
    text = written(name)
    if text is None:
        print("Your answer could not be read: save the notebook (Ctrl+S) and run this cell again.")
        return None
    if text.strip("*_ .") in PLACEHOLDERS:
        print("Nothing is written yet.")
        return None
    return checklist(read(text, name, course_text()), name, ticks)
