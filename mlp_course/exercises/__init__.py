"""The exercises of every lesson: what is tried, and what is said to a wrong answer."""

from mlp_course.checks.answers.dice import dice

__all__ = ["dice"]
