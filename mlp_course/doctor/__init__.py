"""What is missing, too old or broken, in plain words, and how to mend each."""

from mlp_course.commands.doctor import main

__all__ = ["main"]
