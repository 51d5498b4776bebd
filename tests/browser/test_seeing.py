"""A knob, a film and a curve that grows while it runs, in JupyterLab."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from helpers import labs

pytestmark = labs.needs_a_lab

TRAINING = """
import time
from pathlib import Path
from mlp_course import lesson
lesson.begin("04-training-validation")
from mlp_course.data import load
from mlp_course.training.listeners import LiveCurve
from mlp_course.potentials import Morse
from mlp_course.training import Recipe, Trainer, fit
frames = load("ethanol", group="scan")
trainer = Trainer(Morse(3.6, 1.9, 1.1, cutoff=5.0), frames, recipe=Recipe(epochs=8))
def wait_for_who_looks_on(trainer, event):
    while event.epoch == 3 and not Path("seen").exists():
        time.sleep(0.1)
events = fit(trainer, [LiveCurve("slow"), wait_for_who_looks_on])
"""
TURNING = """
import matplotlib.pyplot as plt
from mlp_course.viewer import knob, view
knob(lambda slope: plt.plot([0, slope]), [1, 2, 3], name="slope", unit="m", shows="a line")
"""
FILM = (
    "view([frame.structure for frame in frames], "
    'captions=[f"frame {k}" for k in range(len(frames))])'
)


def test_what_moves_moves_in_jupyterlab(tmp_path):
    folder, own = tmp_path / "work" / "seeing", tmp_path / "own"
    folder.mkdir(parents=True)
    own.mkdir()
    cells = [new_code_cell(source.strip()) for source in (TRAINING, TURNING, FILM)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "seeing.ipynb"
    )
    with labs.lab_on(folder.parent, own) as lab:
        lab.open("seeing/seeing.ipynb")
        lab.start_all()
        pictures = lab.page.locator(f"{labs.NOTEBOOK} .jp-RenderedImage img")
        pictures.first.wait_for()
        early = pictures.first.get_attribute("src")
        (folder / "seen").touch()
        lab.settle()
        assert pictures.count() == 1 and pictures.first.get_attribute("src") != early
        assert lab.page.locator(labs.ERRORS).all_text_contents() == []
        frames = lab.page.frame_locator(f"{labs.NOTEBOOK} iframe")
        for k, shown in ((0, ["1 m", "2 m", "3 m"]), (1, ["frame 0", "frame 1", "frame 19"])):
            slider = frames.nth(k).get_by_role("slider")
            slider.scroll_into_view_if_needed()
            slider.focus()
            for key, text in zip(("Home", "ArrowRight", "End"), shown, strict=True):
                lab.page.keyboard.press(key)
                assert slider.get_attribute("aria-valuetext") == text
        assert lab.watch.faults == []
