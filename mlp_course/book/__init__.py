"""The course as a site: lessons with real figures and without a solution, to be read offline."""

from mlp_course.book.command import main

__all__ = ["main"]
