"""The concept questions, a file for each.

POOL: its statements, in couples of which exactly one is true (see `statements`); keys and order say
nothing of the truth. IDEAS: what a good answer says (see `concepts`). ASKED: the questions.
"""

from mlp_course.quiz.questions import q27, q28, q28_fixed, q28_learned, q29, q30
from mlp_course.quiz.questions.idea import Idea

QUESTIONS = {
    "q27": q27,
    "q28": q28,
    "q28_fixed": q28_fixed,
    "q28_learned": q28_learned,
    "q29": q29,
    "q30": q30,
}
POOLS = {name: question.POOL for name, question in QUESTIONS.items()}
IDEAS = {f"{name}_answer": question.IDEAS for name, question in QUESTIONS.items()}
ASKED = {
    "q27": "What is the advantage or promise of machine learning potentials?",
    "q28": "Explain the difference between a fixed and a learned descriptor ML potential.",
    "q29": (
        "How are translational and rotational invariance included in machine learning (ML) "
        "potentials?"
    ),
    "q30": "How is permutational invariance included in machine learning (ML) potentials?",
}

__all__ = ["ASKED", "IDEAS", "POOLS", "QUESTIONS", "Idea"]
