"""What the pages beside the lessons state is true."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from ase import units

from mlp_course.book.merging import source_of

ROOT = Path(__file__).resolve().parents[2]
NOTATION = (ROOT / "book" / "notation.md").read_text(encoding="utf-8")
CONVERSIONS = {
    "kJ/mol": units.mol / units.kJ,
    "kcal/mol": units.mol / units.kcal,
    "eV": units.Hartree,
    "Å": units.Bohr,
    "eV/Å": units.Hartree / units.Bohr,
    "GPa": 1 / units.GPa,
    "fs": 1 / units.fs,
    "meV": 1000 * 300 * units.kB,
    "cm²/s": 1e-16 / 1e-15,
}


@pytest.mark.parametrize("unit", CONVERSIONS)
def test_units_are_what_ase_has(unit):
    table = NOTATION.split("elsewhere |")[1].split("Two habits")[0]
    numbers = [text for text in re.findall(rf"([\d.]+) {re.escape(unit)}(?= [|=])", table) if text != "1"]
    assert len(numbers) == 1
    digits = len(numbers[0].split(".")[1])
    assert round(CONVERSIONS[unit], digits) == float(numbers[0])


def test_chemical_accuracy_in_mev():
    whole, share = (float(text) for text in re.findall(r"([\d.]+) meV(?: for|/atom\.)", NOTATION))
    assert whole == round(1000 * units.kcal / units.mol, 3) and share == round(1000 * units.kcal / units.mol / 9, 4)


def test_every_reference_can_be_followed():
    entries = (ROOT / "references.bib").read_text(encoding="utf-8").split("\n@")
    keys = [re.match(r"@?\w+\{(\w+),", entry).group(1) for entry in entries]
    assert len(keys) == len(set(keys)) >= 20
    for entry in entries:
        assert re.search(r"doi = \{10\.\d{4,5}/\S+\}", entry), entry


def test_what_lessons_cite_is_in_the_bibliography():
    known = (ROOT / "references.bib").read_text(encoding="utf-8").lower()
    for path in sorted(ROOT.glob("solutions/*/*.ipynb")):
        lesson = json.loads(path.read_text(encoding="utf-8"))
        for address in re.findall(r"10\.\d{4,5}/[^\s)\]>]+", "\n".join(map(source_of, lesson["cells"]))):
            assert address.rstrip(".,;").lower() in known, (path.name, address)


def test_vendored_mathjax_is_the_published_file():
    vendor = ROOT / "book" / "_vendor"
    digest = hashlib.sha256((vendor / "mathjax" / "tex-svg-full.js").read_bytes()).hexdigest()
    assert digest in (vendor / "README.txt").read_text(encoding="utf-8")
    assert "Apache License" in (vendor / "mathjax" / "LICENSE").read_text(encoding="utf-8")
