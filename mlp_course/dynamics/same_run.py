"""Whether a file holds the run that is to go on: all that determines a run, kept and compared.

That is where it starts (positions, momenta, thermostat, random numbers), the masses, and the
potential with its weights. Settings and elements are compared by `recording`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from ase.md.md import MolecularDynamics

from mlp_course.dynamics.ensembles import restore, state_of
from mlp_course.potentials.fingerprint import fingerprint

State = Mapping[str, np.ndarray]

START = "start_"  # begins the names of what is kept
CLOSE = 1e-9  # of positions (Å) and momenta: another machine may round otherwise
SAME_ENERGY = 1e-6  # eV, and relative
LEFT = "_recorded"  # where dynamics and atoms keep how a recording left them
NAMES = {
    "momenta": "velocities",
    "bath": "state of the thermostat",
    "random": "random numbers",
}


def start_of(dynamics: MolecularDynamics) -> dict[str, np.ndarray]:
    """What determines a run that starts now."""
    atoms = dynamics.atoms
    return {
        **state_of(dynamics),
        "masses": atoms.get_masses(),
        "potential": np.array(fingerprint(getattr(atoms.calc, "potential", None))),
    }


def leave(dynamics: MolecularDynamics, path: Path | str) -> None:
    """Note at dynamics and atoms how the recording at `path` leaves them: it may go on there."""
    left = (Path(path).resolve(), state_of(dynamics))
    setattr(dynamics, LEFT, left)
    setattr(dynamics.atoms, LEFT, left)


def other_settings(before: str, now: str) -> list[str]:
    """The names of settings that are not the same in two texts of JSON."""
    one = json.loads(before)
    other = json.loads(now)
    names = sorted(one.keys() | other.keys())
    return [name for name in names if one.get(name) != other.get(name)]


def differences(
    dynamics: MolecularDynamics,
    start: State,
    newest: State,
    energy: float,  # eV
    path: Path | str,
) -> list[str]:
    """What is other than in the run at `path`, which had this start, state and energy at the end.

    `dynamics` is at the start of that run, or where a recording has left it. Where weights cannot
    be compared, the energy at the end is, with `dynamics` put there.
    """
    now = start_of(dynamics)
    left = _left(dynamics, now, path)
    differ = []
    for name, before in start.items():
        is_same = _equal(now.get(name), before)
        if not is_same and not (name in left and _equal(now[name], left[name])):
            differ.append(NAMES.get(name, name))
    if not differ and not str(start["potential"]):
        here = state_of(dynamics)
        restore(dynamics, dict(newest))
        found = dynamics.atoms.get_potential_energy()
        restore(dynamics, here)
        if abs(found - energy) > SAME_ENERGY * max(1.0, abs(energy)):
            differ.append("potential")
    return differ


def _left(dynamics: MolecularDynamics, now: State, path: Path | str) -> State:
    """The state in which a recording at `path` has left dynamics or atoms; empty if none has."""
    nowhere: tuple[None, State] = (None, {})
    where, state = getattr(dynamics, LEFT, nowhere)
    if where == Path(path).resolve():
        # The same objects may have been moved on, as by Ctrl-C between two frames.
        return {name: now[name] for name in state}
    where, state = getattr(dynamics.atoms, LEFT, nowhere)
    moved = ("positions", "momenta")
    if where == Path(path).resolve() and all(_equal(now[name], state[name]) for name in moved):
        return state
    return {}


def _equal(one: Any, other: np.ndarray) -> bool:
    """Whether two parts are the same: numbers but for rounding, text to the letter."""
    if one is None or one.shape != other.shape:
        return False
    if one.dtype.kind in "US":
        return str(one) == str(other)
    return np.allclose(one, other, rtol=CLOSE, atol=CLOSE)
