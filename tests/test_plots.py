"""Every figure draws without a word on stderr; every axis says what it shows, in which unit."""

import inspect

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mlp_course import plots

RNG = np.random.default_rng(0)
FIGURES = {
    "parity": lambda **more: plots.parity(
        RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3)), quantity="force", unit="eV/Å", **more
    ),
    "training_curves": lambda **more: plots.training_curves(
        {"training": [3.0, 2.0, 1.0], "validation": [4.0, 3.0, 3.5]},
        ylabel="force MAE (meV/Å)",
        **more,
    ),
    "learning_curve": lambda **more: plots.learning_curve(
        [10, 30, 100], {"energy and forces": [9.0, 4.0, 2.0]}, ylabel="force MAE (meV/Å)", **more
    ),
    "environment": lambda **more: plots.environment(
        [[1.6, 0, 0], [0, 3, 1.0]], [8, 14], cutoff=4.0, **more
    ),
    "all_distances": lambda **more: plots.all_distances([[0, 0], [3, 0], [0, 4]], **more),
}
HELPERS = {"use_style", "plain_log_ticks", "similarity_matrix"}
DRAWINGS = {
    "skeleton",
    "message_round",
    "verdicts",
    "atomic_networks",
}  # without labelled axes: test_message_trials.py


@pytest.fixture(autouse=True)
def style():
    with plt.rc_context():
        plots.use_style()
        yield
    plt.close("all")


def test_every_figure_is_tested():
    drawing = {
        name
        for name, f in inspect.getmembers(plots, inspect.isfunction)
        if f.__module__ == plots.__name__
    }
    assert {name for name in drawing if not name.startswith("_")} - HELPERS - DRAWINGS == set(
        FIGURES
    )


@pytest.mark.parametrize("name", FIGURES)
def test_axes_have_labels_and_nothing_is_said(name, capfd):
    ax = FIGURES[name]()
    ax.figure.canvas.draw()
    assert ax.get_xlabel()
    assert "(" in ax.get_ylabel()
    assert "Å" in ax.get_ylabel()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", FIGURES)
def test_axes_given_are_drawn_into(name):
    _, (left, right) = plt.subplots(1, 2)
    assert FIGURES[name](ax=right) is right
    assert right.has_data()
    assert not left.has_data()


def test_parity_shows_every_component_around_the_diagonal():
    true, predicted = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 3))
    ax = plots.parity(true, predicted, quantity="force", unit="eV/Å")
    points = ax.collections[0].get_offsets()
    assert np.allclose(points, np.c_[true.ravel(), predicted.ravel()])
    x, y = ax.lines[0].get_data()
    assert np.array_equal(x, y)
    assert (x[0], x[1]) == (min(true.min(), predicted.min()), max(true.max(), predicted.max()))
    assert ax.get_xlabel() == "force, DFT (eV/Å)"


def test_curves_hold_the_values_given_and_are_named():
    ax = FIGURES["training_curves"]()
    assert [list(line.get_ydata()) for line in ax.lines] == [[3, 2, 1], [4, 3, 3.5]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "validation"]
    assert ax.get_yscale() == "log"


def test_a_power_law_is_straight():
    ax = FIGURES["learning_curve"]()
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["10", "30", "100"]


def test_logarithmic_axes_have_plain_numbers():
    ax = FIGURES["training_curves"]()
    ax.set_ylim(0.9, 30)
    plots.plain_log_ticks(ax)
    ax.figure.canvas.draw()
    shown = [tick.get_text() for tick in ax.get_yticklabels(which="both") if tick.get_text()]
    assert {"1", "2", "5", "10", "20"} <= set(shown)
    assert not any("$" in text for text in shown)


def test_colours_of_a_figure_can_be_told_apart_in_grey():
    """Luminance (Rec. 709) of the first two colours, which stand side by side in most figures."""
    blue, orange = (
        tuple(int(colour[k : k + 2], 16) for k in (1, 3, 5))
        for colour in (plots.BLUE, plots.ORANGE)
    )
    grey = [np.dot((0.2126, 0.7152, 0.0722), colour) / 255 for colour in (blue, orange)]
    assert abs(grey[0] - grey[1]) > 0.2


def test_distances_are_written_on_their_lines():
    ax = FIGURES["all_distances"]()
    assert sorted(text.get_text() for text in ax.texts) == ["3.00", "4.00", "5.00"]
    assert len(ax.lines) == 3


def test_only_what_is_near_is_bonded():
    assert len(FIGURES["environment"]().lines) == 1


def test_groups_of_a_similarity_matrix_are_parted_and_named(capfd):
    _, (left, right) = plt.subplots(1, 2)
    ax = plots.similarity_matrix(np.eye(5), ["a", "a", "a", "b", "b"], title="cosine", ax=right)
    ax.figure.canvas.draw()
    assert ax is right and not left.has_data()
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["a", "b"]
    assert list(ax.get_yticks()) == [1.0, 3.5]
    assert [line.get_ydata()[0] for line in ax.lines[::2]] == [2.5]
    assert capfd.readouterr() == ("", "")


def test_every_atom_has_a_network_of_its_element():
    written = [text.get_text() for text in plots.atomic_networks(["O", "H", "H"]).texts]
    assert written.count("network of H") == 2 and written.count("network of O") == 1
    assert written.count("$E_i$") == 3 and written.count("sum = E") == 1
    many = [text.get_text() for text in plots.atomic_networks("CHONS").texts]
    assert [f"network of {element}" in many for element in "CHONS"] == [True] * 5
