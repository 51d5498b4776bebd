"""The file of a potential: written wholly or not at all, and read only if it is sound."""

import os
import pickle

import numpy as np
import pytest
import torch

from helpers.specimens import CUTOFF
from mlp_course.potentials import MACE, MomentPotential
from mlp_course.potentials.model import Model

NOT_SAVED = r"is not a saved MACE\.$"


@pytest.fixture
def saved(tmp_path):
    """A file with a small MACE."""
    path = tmp_path / "mace.pt"
    MACE([1, 6], CUTOFF, channels=4).save(path)
    return path


def test_a_changed_byte_is_noticed_wherever_it_is(saved):
    whole = saved.read_bytes()
    content = torch.load(saved, weights_only=True)
    weights = content["weights"]["scale"].numpy().tobytes()
    for place in (whole.index(b"MACE"), whole.index(weights)):
        changed = bytearray(whole)
        changed[place] ^= 1
        saved.write_bytes(changed)
        with pytest.raises(ValueError, match=NOT_SAVED):
            MACE.load(saved)


class Attack:
    """Runs something when it is read."""

    def __init__(self, victim):
        self.victim = victim

    def __reduce__(self):
        return os.remove, (str(self.victim),)


def test_reading_runs_nothing(saved, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("alive")
    content = torch.load(saved, weights_only=True)
    torch.save(content | {"more": Attack(victim)}, saved)
    with pytest.raises(ValueError, match=NOT_SAVED):
        MACE.load(saved)
    saved.write_bytes(pickle.dumps(Attack(victim)))
    with pytest.raises(ValueError, match=NOT_SAVED):
        MACE.load(saved)
    assert victim.exists()


@pytest.mark.parametrize(
    "settings",
    [{"cutoff": float("nan")}, {"cutoff": -4.0}, {"channels": 0}, {"dtype": "float7"}, {"x": 1}],
    ids=str,
)
def test_settings_that_make_nothing_are_told_in_one_sentence(saved, settings):
    content = torch.load(saved, weights_only=True)
    content["settings"] |= settings
    torch.save(content, saved)
    with pytest.raises(ValueError, match=NOT_SAVED):
        MACE.load(saved)


@pytest.mark.parametrize("change", [lambda w: w * float("nan"), lambda w: w + 1j])
def test_weights_that_are_no_numbers_are_told_in_one_sentence(saved, change):
    content = torch.load(saved, weights_only=True)
    content["weights"]["scale"] = change(content["weights"]["scale"])
    torch.save(content, saved)
    with pytest.raises(ValueError, match=NOT_SAVED):
        MACE.load(saved)


def test_what_is_no_file_is_said_by_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        MACE.load(tmp_path / "nothing.pt")


def test_a_save_that_fails_leaves_the_older_file(saved, monkeypatch):
    before = saved.read_bytes()

    def disk_full(content, path):
        path.write_bytes(before[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", disk_full)
    with pytest.raises(OSError, match="No space left"):
        MACE([1, 6], CUTOFF, channels=4).save(saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_folder_is_made_for_it(tmp_path):
    MACE([1, 6], CUTOFF, channels=4).save(tmp_path / "new" / "mace.pt")
    assert MACE.load(tmp_path / "new" / "mace.pt").cutoff == CUTOFF


@pytest.mark.parametrize(
    "make",
    [
        lambda: MACE([1, 6], np.float64(CUTOFF), channels=np.int64(4)),
        lambda: MomentPotential([1, 6], CUTOFF, shortest=np.float64(0.8)),
    ],
)
def test_settings_from_numpy_are_kept_as_plain_numbers(make, tmp_path):
    potential = make()
    potential.save(tmp_path / "potential.pt")
    again = type(potential).load(tmp_path / "potential.pt")
    assert again.settings == potential.settings
    assert all(not isinstance(value, np.generic) for value in again.settings.values())


def test_settings_other_than_the_usual_make_it_again(tmp_path):
    potential = MACE([6, 1], 3.5, channels=5, layers=1)
    potential.save(tmp_path / "mace.pt")
    again = MACE.load(tmp_path / "mace.pt")
    assert again.settings == potential.settings
    assert (again.cutoff, again.settings["layers"]) == (3.5, 1)


def test_weights_keep_their_precision(tmp_path):
    for dtype in (torch.float32, torch.float64):
        potential = MACE([1, 6], CUTOFF, channels=4).to(dtype)
        potential.save(tmp_path / "mace.pt")
        again = MACE.load(tmp_path / "mace.pt")
        kept = {name: weights.dtype for name, weights in again.state_dict().items()}
        assert kept == {name: weights.dtype for name, weights in potential.state_dict().items()}


def test_what_is_no_plain_value_cannot_be_saved(tmp_path):
    class Odd(Model):
        def __init__(self) -> None:
            super().__init__()
            self.settings = {"law": len}

    with pytest.raises(ValueError, match="Odd cannot be saved: its setting <built-in"):
        Odd().save(tmp_path / "odd.pt")
    assert not list(tmp_path.iterdir())
