"""The exam questions: statements drawn for each student, and texts beside their ideas."""

from mlp_course.quiz.reflecting import reflect
from mlp_course.quiz.statements import draw, mark, show, unjudged

__all__ = ["draw", "mark", "reflect", "show", "unjudged"]
