"""What a test says to an answer: a wrong one gets the sentence of its mistake."""

from mlp_course.exercises.dice import dice
from mlp_course.exercises.expect import call, call_often, entries, expect, figures, verdict

__all__ = [
    "call",
    "call_often",
    "dice",
    "entries",
    "expect",
    "figures",
    "verdict",
]
