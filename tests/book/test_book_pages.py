"""What the pages beside the lessons state is true."""

import hashlib
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
from ase import units
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from helpers import ROOT
from mlp_course import data
from mlp_course.dynamics import Trajectory
from mlp_course.lessons.cells import source_of
from mlp_course.lessons.start.minutes import minutes_of
from mlp_course.transport import conductivity_at, measure_diffusion, remove_drift

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
    numbers = [
        text for text in re.findall(rf"([\d.]+) {re.escape(unit)}(?= [|=])", table) if text != "1"
    ]
    assert len(numbers) == 1
    digits = len(numbers[0].split(".")[1])
    assert round(CONVERSIONS[unit], digits) == float(numbers[0])


def test_chemical_accuracy_in_mev():
    whole, share = (float(text) for text in re.findall(r"([\d.]+) meV(?: for|/atom\.)", NOTATION))
    assert whole == round(1000 * units.kcal / units.mol, 3) and share == round(
        1000 * units.kcal / units.mol / 9, 4
    )


# The bibliography.

ADDRESS = re.compile(r"\b10\.\d{4,5}/[^\s\]>\"`,;]+")
IN_DOI = [  # what publishers put into the DOI itself
    r"10\.1103/\w+?\.(?P<volume>\d+)\.(?P<pages>[A-Z]?\d+)",
    r"10\.33011/livecoms\.(?P<volume>\d+)\.\d\.(?P<pages>\d+)",
    r"10\.3354/cr0*(?P<volume>\d{2})0*(?P<pages>\d+)",
    r"10\.1088/\d{4}-\d{4}/(?P<volume>\d+)/\d+/R\d+",
    r"10\.1126/sciadv\.(?P<pages>\w+)",
    r"10\.1016/j\.cpc\.(?P<year>\d{4})\.(?P<pages>\d+)",
    r"10\.1016/j\.\w+\.(?P<year>\d{4})\.\d+\.\d+",
    r"10\.1016/\d{4}-\d{4}\((?P<year>\d\d)\)\S+",
    r"10\.1038/s\d{5}-0(?P<year>\d\d)-\S+",
    r"10\.1021/acs\.\w+\.(?P<year>\d)c\d+",
    r"10\.1039/[Cb](?P<year>\d)\S+",
    r"10\.1017/S\d{7}[\dX](?P<year>\d\d)\d+",
    r"10\.48550/arXiv\.(?:math-ph/)?(?P<year>\d\d)\d\d\.?\d+",
    r"10\.1002/andp\.(?P<year>\d{4})(?P<volume>\d{3})\d{4}",
    r"10\.1515/zpch-(?P<year>\d{4})-\d+",
    r"10\.1098/rspa\.(?P<year>\d{4})\.\d+",
    r"10\.1080/\d+\.(?P<year>\d{4})\.\d+",
    r"10\.1109/CVPR\.(?P<year>\d{4})\.\d+",
]


def references() -> dict[str, dict[str, str]]:
    """The entries of references.bib: key to fields."""
    entries = re.split(
        r"^@", (ROOT / "book" / "references.bib").read_text(encoding="utf-8"), flags=re.MULTILINE
    )[1:]
    keys = [re.match(r"\w+\{(\w+),", entry).group(1) for entry in entries]
    assert len(keys) == len(set(keys)) >= 20
    value = r"(\w+) = \{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
    return dict(zip(keys, (dict(re.findall(value, entry)) for entry in entries), strict=True))


def contradictions(fields: dict[str, str]) -> list[str]:
    """Where an entry is not what its DOI says.

    A paper may appear in the years after it was accepted.
    """
    said = next(
        (found.groupdict() for form in IN_DOI if (found := re.fullmatch(form, fields["doi"]))), {}
    )
    first = fields.get("pages", "").split("--")[0].lstrip("0")
    wrong = [] if said.get("volume", fields.get("volume")) == fields.get("volume") else ["volume"]
    wrong += [] if said.get("pages", first).lstrip("e0") == first.lstrip("e") else ["pages"]
    year, digits = fields["year"], said.get("year", "")
    years = [
        str(int(year) - late) for late in (0, 1, 2)
    ]  # accepted, or on arXiv, before it was printed
    return wrong + ["year"] * (not any(y.endswith(digits) for y in years))


def test_every_reference_can_be_followed():
    for key, fields in references().items():
        assert {"author", "title", "year"} <= set(fields), key
        if "doi" in fields:
            assert re.fullmatch(r"10\.\d{4,5}/\S+", fields["doi"]), key
        else:
            assert fields.get("url", "").startswith("https://") and "DOI" in fields.get(
                "annote", ""
            ), key


def test_references_are_what_their_dois_say():
    entries = {key: fields for key, fields in references().items() if "doi" in fields}
    assert {
        key: found for key, fields in entries.items() if (found := contradictions(fields))
    } == {}
    known = [
        key
        for key, fields in entries.items()
        if any(re.fullmatch(form, fields["doi"]) for form in IN_DOI)
    ]
    assert len(known) > 0.5 * len(entries)


@pytest.mark.parametrize("field", ["volume", "pages", "year"])
def test_a_slip_in_a_reference_is_seen(field):
    fields = {
        "doi": "10.1016/j.cpc.2019.106949",
        "volume": "247",
        "pages": "106949",
        "year": "2020",
    }
    steinhardt = {
        "doi": "10.1103/PhysRevB.28.784",
        "volume": "28",
        "pages": "784--805",
        "year": "1983",
    }
    right = fields if field == "year" else steinhardt
    assert contradictions(right) == []
    assert contradictions(right | {field: "1999"}) == [field]


def cited() -> list[tuple[str, str]]:
    """Every DOI that a lesson, a page, the library or the data's history names, with the text
    before it.
    """
    texts = {}
    for path in ROOT.glob("solutions/*/*.ipynb"):
        texts[path] = "\n\n".join(
            map(source_of, json.loads(path.read_text(encoding="utf-8"))["cells"])
        )
    for pattern in ("book/*.md", "README.md", "data/*/DATA.md", "mlp_course/**/*.py"):
        texts |= {path: path.read_text(encoding="utf-8") for path in ROOT.glob(pattern)}
    found = []
    for path, text in sorted(texts.items()):
        for match in ADDRESS.finditer(text):
            address = match[0].rstrip(".:*'")
            while address.count(")") > address.count("("):
                address = address[: address.rindex(")")]
            found.append(
                (
                    f"{path.name}: {text[max(0, match.start() - 300) : match.start()]}",
                    address.rstrip(".").lower(),
                )
            )
    return found


def test_what_is_cited_is_in_the_bibliography():
    known = {fields["doi"].lower() for fields in references().values() if "doi" in fields}
    assert len(cited()) > 100
    assert [(where, doi) for where, doi in cited() if doi not in known] == []


def test_pages_cite_what_there_is():
    keys = {
        key
        for path in ROOT.glob("book/*.md")
        for key in re.findall(r"\{cite:\w\}`([^`]+)`", path.read_text("utf-8"))
    }
    assert {key for group in keys for key in group.split(",")} <= set(references())


# The glossary.

GLOSSARY = (
    (ROOT / "book" / "glossary.md")
    .read_text(encoding="utf-8")
    .split("```")[1]
    .removeprefix("{glossary}\n")
)
TERMS = [line for line in GLOSSARY.splitlines() if line[:1].strip()]


def explained(lesson: Path) -> list[str]:
    """The words that a lesson explains in its summary, in a table or after **Glossary.** or
    **Words.**
    """
    text = "\n\n".join(map(source_of, json.loads(lesson.read_text(encoding="utf-8"))["cells"]))
    table = re.search(r"\| word \| meaning \|\n\|[-|]+\|\n((?:\|.*\n)+)", text + "\n")
    if table:
        return [row.split("|")[1].strip() for row in table[1].splitlines()]
    [words] = re.findall(r"\*\*(?:Glossary|Words)\.\*\* (.*?)\n\n", text, flags=re.DOTALL)
    return [
        word
        for group in re.findall(r"(?:^|[.;] |\.\n)\*([^*]+)\*:", words)
        for word in group.split(", ")
    ]


@pytest.mark.parametrize(
    "lesson", sorted(ROOT.glob("notebooks/*/*.ipynb")), ids=lambda path: path.stem
)
def test_words_that_a_lesson_explains_are_in_the_glossary(lesson):
    words = [re.sub(r" \$.*?\$", "", word) for word in explained(lesson)]
    assert len(words) >= 4
    known = {term.lower() for term in TERMS}
    assert [word for word in words if word.lower() not in known] == []


def test_the_glossary_is_in_order_and_explains_its_own_words():
    first = [entry.splitlines()[0].lower() for entry in re.split(r"\n\n(?=\S)", GLOSSARY.strip())]
    assert first == sorted(first) and len({term.lower() for term in TERMS}) == len(TERMS)
    asked = re.findall(
        r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`",
        "".join(p.read_text("utf-8") for p in ROOT.glob("book/*.md")),
    )
    assert set(asked) <= set(TERMS)


# The first page.

INDEX = (ROOT / "book" / "index.md").read_text(encoding="utf-8")


def test_the_map_of_lessons_has_their_minutes():
    rows = re.findall(r"^([\w-]+) \|.*\| (\d+)$", INDEX, flags=re.MULTILINE)
    lessons = {
        path.stem: nbformat.read(path, as_version=4) for path in ROOT.glob("notebooks/*/*.ipynb")
    }
    assert {name: int(minutes) for name, minutes in rows} == {
        name: minutes_of(lessons[name]) for name in lessons
    }
    assert "Seven lessons take eighteen and a half hours" in INDEX
    assert (len(rows), sum(int(minutes) for _, minutes in rows)) == (7, 18.5 * 60)


def test_as_many_labels_and_answers_as_the_first_page_says():
    [labels] = re.findall(
        r"(\d+) structures of ethanol and dimethyl ether, "
        r"(\d+) of silica and (\d+) of silver iodide",
        INDEX,
    )
    assert [len(data.load(name)) for name in ("ethanol", "silica", "agi")] == list(map(int, labels))
    [(right, wrong)] = re.findall(r"more than (\d+) right and (\d+) wrong\sanswers", INDEX)
    for kind, number in (("accept", right), ("reject", wrong)):
        assert len(list(ROOT.glob(f"tests/answers/*/*.{kind}.*.py"))) > int(number)


def test_network_and_experiment_agree_where_the_first_page_says():
    """What lesson 06 does, in short, from the shipped trajectories."""
    temperatures, found, volume = np.array([450, 525, 600, 700, 800]), [], None
    for temperature in temperatures:
        path = Trajectory.load(data.checked_path("agi-md", f"network-{temperature}K.npz"))
        volume = abs(np.linalg.det(path.cell))
        silver = remove_drift(path.positions, reference=np.flatnonzero(path.species == 53))[
            :, path.species == 47
        ]
        found.append(measure_diffusion(silver, path.times_fs, n_blocks=10, window=(2000.0, 5000.0)))
    values, errors = np.array([[d.value, d.error] for d in found]).T
    for kelvin, experiment, agrees in ((420, 1.31, True), (825, 2.64, False)):
        _, low, high = conductivity_at(temperatures, values, kelvin, 54, volume, errors=errors)
        assert (low < experiment < high) == agrees
    assert "At 420 K network and experiment agree within the error, at 825 K they do not" in INDEX


def test_the_picture_of_the_first_page_is_there_for_desk_and_phone():
    named = re.findall(r'(?:src|srcset)="\.\./_static/([^"]+)"', INDEX)
    assert named == ["energy-of-atoms-tall.svg", "energy-of-atoms.svg"]
    shapes = [
        ElementTree.parse(ROOT / "book" / "_static" / name).getroot().get("viewBox").split()
        for name in named
    ]
    assert [float(height) > float(width) for _, _, width, height in shapes] == [True, False]


def directive(tmp_path, body: str) -> str:
    """What Sphinx makes of a page with `body`, as plain text; raises if it complains."""
    executed = tmp_path / "_build" / "executed" / "01-a" / "01-a.ipynb"
    executed.parent.mkdir(parents=True, exist_ok=True)
    output = nbformat.v4.new_output("stream", text="E = 1.5 eV\n")
    cells = [
        nbformat.v4.new_code_cell("print()", id="one", outputs=[output]),
        nbformat.v4.new_code_cell("", id="two"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), executed)
    (tmp_path / "index.rst").write_text(f"Page\n====\n\n{body}\n")
    said, settings = io.StringIO(), {"extensions": ["mlp_course.book.pages"]}
    with docutils_namespace():
        places = [str(tmp_path / part) for part in ("out", "trees")]
        Sphinx(
            str(tmp_path), None, *places, "text", settings, status=None, warning=said, freshenv=True
        ).build()
    assert not said.getvalue(), said.getvalue()
    return (tmp_path / "out" / "index.txt").read_text(encoding="utf-8")


def test_numbers_of_a_run_are_shown_as_they_were_printed(tmp_path):
    assert "E = 1.5 eV" in directive(tmp_path, ".. lesson-output:: 01-a one")
    assert "once it has been run" in directive(tmp_path, ".. lesson-output:: 02-b one")
    for cell in ("two", "three"):
        with pytest.raises(AssertionError, match=f"Cell {cell} of lesson 01-a printed nothing"):
            directive(tmp_path, f".. lesson-output:: 01-a {cell}")


def test_vendored_mathjax_is_the_published_file():
    vendor = ROOT / "book" / "_vendor"
    digest = hashlib.sha256((vendor / "mathjax" / "tex-svg-full.js").read_bytes()).hexdigest()
    assert digest in (vendor / "README.txt").read_text(encoding="utf-8")
    assert "Apache License" in (vendor / "mathjax" / "LICENSE").read_text(encoding="utf-8")
