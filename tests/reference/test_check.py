"""Shipped labels come out of the engine again, and a label that was tampered with does not."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from mlp_course import data
from mlp_course.reference import check
from mlp_course.reference.check import ENERGY_TOLERANCE, FORCE_TOLERANCE, compare, spot_check
from mlp_course.reference.plan import read_plan

PLAN = read_plan(data.FOLDER / "ethanol" / "settings.toml")


def test_two_shipped_frames_come_out_of_the_engine_again():
    pytest.importorskip("pyscf", reason="the labelling engine is not installed here: pip install pyscf")
    results = list(spot_check(PLAN, 2, np.random.default_rng(0)))
    assert len(results) == 2
    for result in results:
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


def test_a_check_names_the_frame_and_the_error(monkeypatch, frame):
    monkeypatch.setattr(check, "label", lambda atoms, settings: data.to_atoms(one_force(frame, 0.02)))
    result = compare(frame, PLAN)
    assert (result.trajectory, result.frame, result.energy_error) == ("md-300K-0", 0, 0)
    assert result.force_error == pytest.approx(0.02)


def test_frames_are_drawn_once_each(echo):
    drawn, again = ([(r.trajectory, r.frame) for r in spot_check(PLAN, 25, np.random.default_rng(1))] for _ in range(2))
    assert len(set(drawn)) == 25
    assert drawn == again
