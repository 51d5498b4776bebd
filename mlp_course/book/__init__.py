"""The course as a site: lessons with real figures and without a solution, readable with no network."""

from mlp_course.commands.book import main

__all__ = ["main"]
