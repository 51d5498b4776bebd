"""Questions with feedback: what a wrong answer looks like, said in a sentence."""

from mlp_course.exercises.dice import dice
from mlp_course.exercises.expect import call, entries, expect, figures, verdict
from mlp_course.quiz.concepts import reflect
from mlp_course.quiz.statements import draw, mark, show, unjudged

__all__ = [
    "call",
    "dice",
    "draw",
    "entries",
    "expect",
    "figures",
    "mark",
    "reflect",
    "show",
    "unjudged",
    "verdict",
]
