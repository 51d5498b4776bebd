"""What can be turned.

The right atoms and pictures, sealed frames that ask for nothing, keys, motion, and print.
"""

import base64
import html
import io
import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk, molecule
from PIL import Image
from playwright.sync_api import expect

from helpers import chromium
from mlp_course.structures import from_ase
from mlp_course.viewer import MOST_FRAMES, MOST_VALUES, knob, view
from mlp_course.viewer.atoms import SHADES


@pytest.fixture(autouse=True)
def no_figure_is_open():
    """Whatever other tests have left behind."""
    plt.close("all")


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


def test_values_color_atoms_from_the_smallest_to_the_largest_and_none_keeps_the_element():
    data = drawn(view(molecule("H2O"), values=[2.0, np.nan, 7.0], legend="force (eV/Å)"))
    assert data["shade"]["index"] == [[0, -1, len(SHADES) - 1]]
    assert (data["shade"]["low"], data["shade"]["high"], data["shade"]["of"]) == (
        "2",
        "7",
        "force (eV/Å)",
    )
    assert len(set(SHADES)) == len(SHADES)


def test_values_labels_and_captions_go_with_frames_and_atoms():
    path = ethanol_moves(250)
    data = drawn(
        view(
            path,
            values=np.arange(250.0)[:, None] * np.ones(9),
            captions=[f"{k} fs" for k in range(250)],
        )
    )
    assert data["captions"][:2] == ["0 fs", "3 fs"] and len(data["captions"]) == len(data["frames"])
    assert [row[0] for row in data["shade"]["index"]][::83] == [0, len(SHADES) - 1]
    assert drawn(view(path[0], labels="CCOHHHHHH", values=np.zeros(9)))["labels"] == [*"CCOHHHHHH"]


def test_what_a_label_says_cannot_end_the_script():
    assert "</script>x" not in view(molecule("H2"), labels=["</script>x", ""]).page


def water(**more):
    return view(molecule("H2O"), **more)


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (lambda: view([]), "no structure"),
        (lambda: view(Atoms()), "no structure"),
        (lambda: view([molecule("H2O"), molecule("CO2")]), "same elements in the same order"),
        (lambda: water(labels=["O"]), "1 labels do not fit 3 atoms"),
        (lambda: water(captions=["a", "b"]), "2 captions do not fit 1 frames"),
        (lambda: water(values=[1, 2]), r"shape \(2,\) do not fit 1 frames of 3 atoms"),
        (lambda: water(values=[np.nan] * 3), "no atom has a finite value"),
        (lambda: knob(line, [], name="n"), "1 to 12 positions, got 0"),
        (lambda: knob(line, range(MOST_VALUES + 1), name="n"), "got 13"),
        (lambda: knob(line, [1, 2], name="n", start=3), "cannot start at 3"),
        (
            lambda: knob(lambda n: plt.subplots(n), [1, 2], name="n"),
            "the same size and the same axes",
        ),
        (lambda: knob(lambda n: plt.close("all"), [1, 2], name="n"), "leave out plt.show"),
    ],
)
def test_what_cannot_be_shown_is_refused(shown, sentence):
    with pytest.raises(ValueError, match=sentence):
        shown()
    assert plt.get_fignums() == []


# Knobs.


def line(slope):
    """A figure whose axes depend on the value."""
    plt.plot([0, 1], [0, slope])


def positions(shown) -> list:
    """The pictures of a knob, and the value beside each."""
    return json.loads(re.search(r"const P = (.*);  //", shown.page)[1])


def test_a_knob_holds_a_picture_for_every_value():
    turned = knob(line, [1, 2.5, 10], name="slope", unit="m/s", shows="a line")
    pictures, values = zip(*positions(turned), strict=True)
    assert values == ("1 m/s", "2.5 m/s", "10 m/s") and len(set(pictures)) == 3
    sizes = {Image.open(io.BytesIO(base64.b64decode(picture))).size for picture in pictures}
    assert sizes == {(turned.width, turned.height - 36)}
    assert len(turned.page) < 300_000


def test_the_axes_of_a_knob_stand_still():
    seen = []

    def drawing(slope):
        line(slope)
        left, upside_down = plt.gcf().subplots(1, 2)
        upside_down.set_ylim(slope, 0)
        seen.append((plt.gcf().axes[0], left, upside_down))

    knob(drawing, [1, 5], name="slope")
    assert seen[0][0].get_ylim() == seen[1][0].get_ylim() and seen[0][0].get_ylim()[1] > 5
    assert [axes[2].get_ylim() for axes in seen] == [(5, 0), (5, 0)]


def test_a_small_dot_on_a_map_of_many_colors_keeps_its_own():
    def dotted(size):
        plt.imshow(np.random.default_rng(0).uniform(size=(50, 50)))
        plt.plot(25, 25, "o", color="#D55E00", markersize=size)

    [(picture, _)] = positions(knob(dotted, [5], name="size"))
    pixels = np.array(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")).astype(int)
    assert (abs(pixels - [0xD5, 0x5E, 0x00]).sum(axis=2) < 12).sum() > 20
    assert pixels[0, 0].tolist() == [255, 255, 255]


def test_a_knob_leaves_no_figure_open_and_touches_no_other():
    own = plt.figure()
    knob(line, [1, 2], name="slope")
    assert plt.get_fignums() == [own.number] and own.axes == []
    plt.close(own)


def test_figures_that_are_made_in_every_position_are_not_too_many_for_matplotlib():
    turned = knob(lambda n: plt.subplots()[1].plot([0, n]), range(MOST_VALUES), name="n")
    assert (
        len(set(positions(turned)[k][0] for k in range(MOST_VALUES))) == MOST_VALUES
    )  # and none is blank


def test_captions_may_be_an_array():
    assert drawn(view([molecule("H2")] * 2, captions=np.array([1, 2])))["captions"] == ["1", "2"]


def test_without_scripts_a_knob_is_its_first_picture_and_says_what_it_shows():
    turned = knob(line, [1, 2], name="slope", shows="a <line>")
    bundle = turned._repr_mimebundle_()
    assert bundle["text/plain"] == "<a <line>, at slope 1 (a knob, from 1 to 2)>"
    assert bundle["image/png"] == positions(turned)[0][0]
    assert f'src="data:image/png;base64,{bundle["image/png"]}"' in turned.page
    assert 'alt="a &lt;line&gt;, at slope 1"' in turned.page
    middle = knob(line, [1, 2, 3], name="slope", start=2)
    assert (
        middle._repr_mimebundle_()["image/png"] == positions(middle)[1][0]
        and "slope 2 (" in middle.told
    )
    assert "image/png" not in water()._repr_mimebundle_()


@pytest.mark.parametrize("shown", [water, lambda: knob(line, [1, 2], name="slope", shows="a line")])
def test_a_frame_is_sealed_has_a_name_and_asks_for_nothing(shown):
    page = shown()._repr_mimebundle_()["text/html"]
    assert 'sandbox="allow-scripts"' in page and f'title="{html.escape(shown().told)}"' in page
    assert (
        "http" not in page.replace("http-equiv", "")
        and "url(" not in page
        and "@import" not in page
    )


@pytest.fixture(scope="module")
def window():
    """A page of a browser in which nothing may ask for anything from outside, or complain."""
    if chromium.PROGRAM is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium)")
    with chromium.started() as browser:
        page = browser.new_page(viewport={"width": 500, "height": 400})
        watch = chromium.Watch(page, "about:")
        yield page
        assert watch.faults == []


def test_it_turns_zooms_and_plays(window):
    window.set_content(view(ethanol_moves(20))._repr_mimebundle_()["text/html"])
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
    inside.get_by_role("button", name="play").click()
    expect(inside.locator("output")).not_to_have_text("3")
    inside.get_by_role("button", name="play").click()
    assert inside.get_by_role("button", pressed=False).count() == 1
    stopped = inside.locator("output").inner_text()
    window.wait_for_timeout(200)
    assert inside.locator("output").inner_text() == stopped


def test_who_wants_little_motion_gets_little(window):
    for wish, pause in (("reduce", 1000), ("no-preference", 60)):  # ms between two pictures
        window.emulate_media(reduced_motion=wish)
        window.set_content(view(ethanol_moves(20))._repr_mimebundle_()["text/html"])
        play = window.frame_locator("iframe").get_by_role("button", name="play")
        play.wait_for()
        window.frames[-1].evaluate(
            "() => { setInterval = (step, pause) => { window.pause = pause; return 1; }; }"
        )
        play.click()
        assert window.frames[-1].evaluate("window.pause") == pause


def test_values_are_drawn_and_explained(window):
    shown = view(molecule("H2O"), values=[0.1, np.nan, 0.7], legend="force (eV/Å)", labels="abc")
    window.set_content(shown._repr_mimebundle_()["text/html"])
    legend = window.frame_locator("iframe").locator("#names")
    assert legend.inner_text().split() == ["H", "0.1", "0.7", "force", "(eV/Å)"]
    with_values = window.locator("iframe").screenshot()
    window.set_content(water()._repr_mimebundle_()["text/html"])
    assert legend.inner_text().split() == ["H", "O"]
    assert window.locator("iframe").screenshot() != with_values


@pytest.mark.parametrize("width", [375, 900])
def test_a_knob_turns_by_keys_and_fits_the_screen(window, width):
    window.set_viewport_size({"width": width, "height": 600})
    turned = knob(line, [1, 2, 4], name="slope", unit="m/s", shows="a line", start=2)
    window.set_content(turned._repr_mimebundle_()["text/html"])
    frame = window.locator("iframe").bounding_box()
    assert frame["width"] == pytest.approx(min(turned.width, width - 16))
    assert frame["height"] == pytest.approx(frame["width"] * turned.height / turned.width, abs=1)
    inside = window.frame_locator("iframe")
    slider, picture = inside.get_by_role("slider", name="slope"), inside.get_by_role("img")
    assert picture.get_attribute("alt") == "a line, at slope 2 m/s"
    slider.focus()
    for key, value in (
        ("ArrowLeft", "1 m/s"),
        ("ArrowRight", "2 m/s"),
        ("End", "4 m/s"),
        ("Home", "1 m/s"),
    ):
        window.keyboard.press(key)
        assert (
            slider.get_attribute("aria-valuetext") == inside.locator("output").inner_text() == value
        )
        assert picture.get_attribute("alt") == f"a line, at slope {value}"
    assert window.evaluate("document.documentElement.scrollWidth") <= width


FRAMES = {
    "film": lambda: view(
        ethanol_moves(), values=np.arange(9.0), legend="force (eV/Å)", labels="abcdefghi"
    ),
    "knob": lambda: knob(line, [1, 2, 4], name="slope", unit="m/s", shows="a line"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_axe_finds_nothing(window, name):
    window.set_content(FRAMES[name]()._repr_mimebundle_()["text/html"])
    window.frame_locator("iframe").get_by_role("slider").wait_for()
    assert chromium.violations(window.frames[-1]) == []


@pytest.mark.parametrize("cell", [None, [0, 0, 9], [[3, 0, 0], [0, 0, 0], [0, 4, 5]]])
@pytest.mark.parametrize("pbc", [True, (True, False, False), (True, True, False)])
def test_who_repeats_along_no_vector_is_shown_all_the_same(pbc, cell):
    water = molecule("H2O", cell=cell, pbc=pbc)
    shown = view([water, water])._repr_mimebundle_()["text/plain"]
    assert shown.startswith("<3-D view of H2O, 3 atoms")
