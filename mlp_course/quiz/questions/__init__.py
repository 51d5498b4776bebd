"""The concept questions, a file for each.

POOL: its statements, in couples of which exactly one is true (see `statements`); keys and order say nothing of the
truth. IDEAS: what a good answer says (see `concepts`).
"""

from mlp_course.quiz.questions import q28_learned, q29, q30
from mlp_course.quiz.questions.idea import Idea

QUESTIONS = {"q28_learned": q28_learned, "q29": q29, "q30": q30}
POOLS = {name: question.POOL for name, question in QUESTIONS.items()}
IDEAS = {f"{name}_answer": question.IDEAS for name, question in QUESTIONS.items()}

__all__ = ["IDEAS", "POOLS", "QUESTIONS", "Idea"]
