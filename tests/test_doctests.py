"""The examples in docstrings, module by module."""

import doctest
import importlib

import pytest

from helpers import ROOT

PACKAGE = ROOT / "mlp_course"


def modules_with_examples() -> list[str]:
    """Names of all modules of the library that show an example."""
    names = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if ">>> " in path.read_text(encoding="utf-8"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            names.append(".".join(parts).removesuffix(".__init__"))
    return names


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_are_true(name):
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 0, f"{name} has examples that nobody runs"
    assert failed == 0


def test_there_are_examples_and_a_wrong_one_is_seen():
    assert len(modules_with_examples()) > 30

    def wrong():
        """
        >>> 1 + 1
        3
        """

    [example] = doctest.DocTestFinder().find(wrong, "wrong", globs={})
    said = []
    assert doctest.DocTestRunner().run(example, out=said.append).failed == 1
