"""The tiny course, for every test of this folder."""

from helpers.courses import course, template  # noqa: F401 - fixtures
