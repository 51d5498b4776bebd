"""The checklist as a page in a browser: by day and by night, on a narrow screen, for everybody."""

import pytest

from helpers import chromium
from mlp_course.quiz.checklist import checklist
from mlp_course.quiz.concepts import read

LONG = "x" * 90
TEXT = (
    f"The sum alone is not enough, see my long word {LONG}. Any two atoms can be swapped. "
    f"The energy is a sum of atomic energies, and a sum has no order {LONG}."
)
INKS = {"light": ("#ffffff", "#111111"), "dark": ("#111111", "#eeeeee")}
NARROW = 400

pytestmark = chromium.needs_chromium


@pytest.mark.parametrize("scheme", INKS)
def test_it_fits_a_narrow_window_and_axe_finds_nothing(scheme):
    shown = checklist(read(TEXT, "q30_answer"), "q30_answer", "bc")._repr_mimebundle_()
    assert shown["text/html"].count("You write") == 2 and LONG in shown["text/html"]
    paper, ink = INKS[scheme]
    page = (
        f"<!doctype html><html lang='en'><title>Checklist</title>"
        f"<body style='background: {paper}; color: {ink}'><main><h1>Checklist</h1>"
        f"{shown['text/html']}</main></body></html>"
    )
    with chromium.started() as browser:
        tab = browser.new_page(viewport={"width": NARROW, "height": 900}, color_scheme=scheme)
        tab.set_content(page)
        assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW
        assert chromium.violations(tab) == []
