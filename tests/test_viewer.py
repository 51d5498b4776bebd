"""3-D views: the right atoms and bonds, one frame that asks for nothing, and in a browser it turns, zooms and plays."""

import json
import re
import shutil

import numpy as np
import pytest
from ase.build import bulk, molecule
from playwright.sync_api import sync_playwright

from mlp_course.structures import from_ase
from mlp_course.viewer import MOST_FRAMES, view

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def drawn(shown) -> dict:
    return json.loads(re.search(r"const D=(.*);\n", shown.page)[1])


def ethanol_moves(frames: int = 5) -> list:
    first, rng = molecule("CH3CH2OH"), np.random.default_rng(0)
    path = []
    for _ in range(frames):
        atoms = first.copy()
        atoms.positions += rng.normal(scale=0.3, size=(9, 3))
        path.append(atoms)
    return path


def test_atoms_bonds_and_elements_of_a_molecule():
    data = drawn(view(molecule("CH3CH2OH")))
    assert len(data["frames"][0]) == 9
    assert len(data["bonds"][0]) == 8
    assert data["names"] == ["H", "C", "O"]
    assert [data["kind"].count(k) for k in range(3)] == [6, 2, 1]
    assert data["box"] == []
    assert np.abs(np.mean(data["frames"][0], axis=0)).max() < 0.01


def test_a_cell_has_twelve_edges_around_the_atoms():
    data = drawn(view(bulk("NaCl", "rocksalt", a=5.64, cubic=True)))
    edges = np.array(data["box"])
    assert edges.shape == (12, 2, 3)
    assert np.linalg.norm(edges[:, 1] - edges[:, 0], axis=1) == pytest.approx(5.64, abs=0.02)
    assert np.abs(edges.mean(axis=(0, 1))).max() < 0.01


def test_every_atom_begins_inside_the_cell_and_then_goes_where_it_goes():
    first = bulk("NaCl", "rocksalt", a=5.64, cubic=True)
    first.positions[3] += 2 * first.cell[0]
    second = first.copy()
    second.positions[3] -= first.cell[0] * 0.6
    data = drawn(view([first, second], bonds=0))
    assert np.abs(data["frames"][0]).max() <= 2.83
    assert data["frames"][1][3][0] - data["frames"][0][3][0] == pytest.approx(-0.6 * 5.64, abs=0.02)
    assert data["bonds"] == [[], []]


def test_structures_of_the_course_are_shown_too():
    atoms = molecule("H2O")
    assert drawn(view(from_ase(atoms))) == drawn(view(atoms))


def test_a_long_trajectory_is_thinned_out():
    assert len(drawn(view(ethanol_moves(350)))["frames"]) <= MOST_FRAMES


@pytest.mark.parametrize(
    ("frames", "sentence"),
    [([], "no structure"), ([molecule("H2O"), molecule("CO2")], "same elements in the same order")],
)
def test_what_cannot_be_shown_is_refused(frames, sentence):
    with pytest.raises(ValueError, match=sentence):
        view(frames)


def test_the_frame_is_sealed_and_has_a_name():
    page = view(molecule("H2O"))._repr_mimebundle_()["text/html"]
    assert 'sandbox="allow-scripts"' in page and 'title="3-D view of H2O, 3 atoms"' in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.fixture(scope="module")
def window():
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium.new_page(viewport={"width": 500, "height": 400})
        chromium.close()


def test_it_turns_zooms_and_plays(window):
    errors = []
    window.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.set_content(view(ethanol_moves())._repr_mimebundle_()["text/html"])
    inside = window.frame_locator("iframe")
    canvas, slider = inside.locator("canvas"), inside.get_by_role("slider")
    canvas.wait_for()
    seen = [canvas.screenshot()]

    def changed() -> bool:
        seen.append(canvas.screenshot())
        return seen[-1] != seen[-2]

    assert not changed()
    canvas.focus()
    for key in ("ArrowLeft", "ArrowUp", "+"):
        window.keyboard.press(key)
        assert changed(), key
    box = canvas.bounding_box()
    window.mouse.move(box["x"] + 100, box["y"] + 100)
    window.mouse.down()
    window.mouse.move(box["x"] + 160, box["y"] + 130)
    window.mouse.up()
    assert changed()
    slider.fill("3")
    assert changed()
    inside.get_by_label("play or pause").click()
    window.wait_for_timeout(200)
    assert inside.locator("output").inner_text() != "3"
    assert errors == []
