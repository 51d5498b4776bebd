"""What a test says to an answer: a wrong one gets the sentence of its mistake."""

from mlp_course.exercises.dice import dice
from mlp_course.exercises.expect import call, entries, expect, figures, verdict

__all__ = [
    "call",
    "dice",
    "entries",
    "expect",
    "figures",
    "verdict",
]
