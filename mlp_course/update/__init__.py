"""The verb `update`: corrected lessons for students who have already written into theirs."""

from mlp_course.commands.update import main

__all__ = ["main"]
