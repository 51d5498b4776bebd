"""Shipped labels come out of the engine again, and a label that was tampered with does not."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from mlp_course import data
from mlp_course.reference import check
from mlp_course.reference.check import (
    ENERGY_TOLERANCE,
    FORCE_TOLERANCE,
    STRESS_TOLERANCE,
    compare,
    spot_check,
)
from mlp_course.reference.plan import read_plan

PLAN = read_plan(data.FOLDER / "ethanol" / "settings.toml")


def test_two_shipped_frames_come_out_of_the_engine_again():
    pytest.importorskip(
        "pyscf", reason="the labelling engine is not installed here: pip install pyscf"
    )
    results = list(spot_check(PLAN, 2, np.random.default_rng(0)))
    assert len(results) == 2
    for result in results:
        assert result.passed, result


def test_a_shipped_frame_of_silica_comes_out_of_the_engine_again():
    if not shutil.which("pw.x"):
        pytest.skip(
            "the labelling engine is not installed here: "
            "apt-get install quantum-espresso quantum-espresso-data"
        )
    (result,) = spot_check(
        read_plan(data.FOLDER / "silica" / "settings.toml"), 1, np.random.default_rng(1)
    )
    assert result.passed, result


def test_a_shipped_frame_of_silver_iodide_comes_out_of_the_engine_again():
    pytest.importorskip(
        "gpaw",
        reason="the labelling engine is not installed here: see CONTRIBUTING.md, Reference data",
    )
    (result,) = spot_check(
        read_plan(data.FOLDER / "agi" / "settings.toml"), 1, np.random.default_rng(0)
    )
    assert result.passed, result


@pytest.fixture
def echo(monkeypatch):
    """An engine that gives the shipped labels again."""
    monkeypatch.setattr(check, "label", lambda atoms, settings: atoms)


@pytest.fixture(scope="module")
def frame() -> data.Labelled:
    return data.load("ethanol", trajectory="md-300K-0", frame=0)[0]


def one_force(frame: data.Labelled, change: float) -> data.Labelled:
    forces = frame.forces.clone()
    forces[4, 1] += change
    return replace(frame, forces=forces)


TAMPERED = {
    "energy": lambda frame: replace(frame, energy=frame.energy + 2 * ENERGY_TOLERANCE),
    "one force component": lambda frame: one_force(frame, -2 * FORCE_TOLERANCE),
    "sign of the forces": lambda frame: replace(frame, forces=-frame.forces),
    "order of the atoms": lambda frame: replace(frame, forces=frame.forces.flip(0)),
    "energy that is no number": lambda frame: replace(frame, energy=torch.tensor(torch.nan)),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_label_is_caught(monkeypatch, frame, name):
    monkeypatch.setattr(check, "label", lambda atoms, settings: data.to_atoms(frame))
    assert compare(frame, PLAN).passed
    assert not compare(TAMPERED[name](frame), PLAN).passed


def pressed(frame: data.Labelled, change: float = 0.0) -> data.Labelled:
    """With a stress (eV/Å³), one component of it off by `change`."""
    stress = torch.tensor([[0.01, 0.002, 0.0], [0.002, -0.02, 0.003], [0.0, 0.003, 0.05]]).double()
    stress[1, 2] += change
    stress[2, 1] += change
    return replace(frame, stress=stress)


TAMPERED_STRESS = {
    "one component": lambda frame: pressed(frame, -2 * STRESS_TOLERANCE),
    "sign": lambda frame: replace(frame, stress=-frame.stress),
    "gigapascal": lambda frame: replace(frame, stress=frame.stress * 160.2),
    "no number": lambda frame: pressed(frame, torch.nan),
}


@pytest.mark.parametrize("name", TAMPERED_STRESS)
def test_a_tampered_stress_is_caught(monkeypatch, frame, name):
    frame = pressed(frame)
    monkeypatch.setattr(check, "label", lambda atoms, settings: data.to_atoms(frame))
    result = compare(frame, PLAN)
    assert result.passed
    assert result.stress_error == pytest.approx(0, abs=1e-15)
    assert not compare(TAMPERED_STRESS[name](frame), PLAN).passed
    assert compare(pressed(frame, 0.5 * STRESS_TOLERANCE), PLAN).passed


def test_a_stress_that_the_engine_does_not_give_does_not_agree(monkeypatch, frame):
    monkeypatch.setattr(check, "label", lambda atoms, settings: data.to_atoms(frame))
    assert not compare(pressed(frame), PLAN).passed


def test_a_stress_is_compared_only_where_it_is_shipped(monkeypatch, frame):
    monkeypatch.setattr(check, "label", lambda atoms, settings: data.to_atoms(pressed(frame)))
    result = compare(frame, PLAN)
    assert result.stress_error is None
    assert result.passed
    assert "stress" not in str(result)


def test_a_printed_line_tells_every_error(monkeypatch, frame):
    monkeypatch.setattr(check, "label", lambda atoms, settings: data.to_atoms(pressed(frame, 0.02)))
    line = "md-300K-0 frame 0: energy differs by 0.0e+00 eV, forces by 0.0e+00 eV/Å"
    assert str(compare(frame, PLAN)) == f"{line}: agrees"
    assert str(compare(pressed(frame), PLAN)) == f"{line}, stress by 2.0e-02 eV/Å³: DIFFERS"


def test_a_check_names_the_frame_and_the_error(monkeypatch, frame):
    monkeypatch.setattr(
        check, "label", lambda atoms, settings: data.to_atoms(one_force(frame, 0.02))
    )
    result = compare(frame, PLAN)
    assert (result.trajectory, result.frame, result.energy_error) == ("md-300K-0", 0, 0)
    assert result.force_error == pytest.approx(0.02)


def test_frames_are_drawn_once_each(echo):
    drawn, again = (
        [(r.trajectory, r.frame) for r in spot_check(PLAN, 25, np.random.default_rng(1))]
        for _ in range(2)
    )
    assert len(set(drawn)) == 25
    assert drawn == again
