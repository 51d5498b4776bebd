"""The tiny course, for tests of this folder that need no whole lesson."""

from helpers.courses import template  # noqa: F401 - a fixture
