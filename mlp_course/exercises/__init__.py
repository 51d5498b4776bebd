"""The exercises of every lesson: what is tried, and what is said to a wrong answer."""

from mlp_course.checks.answers.calling import call, call_often
from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import entries, expect, figures, verdict

__all__ = [
    "call",
    "call_often",
    "dice",
    "entries",
    "expect",
    "figures",
    "verdict",
]
