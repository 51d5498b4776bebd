"""Run any ASE dynamics, record it, stop when it stops making sense, go on where interrupted."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from ase.md.md import MolecularDynamics
from ase.units import fs

from mlp_course.dynamics.ensembles import INTERRUPTIBLE, expect_free, restore, state_of
from mlp_course.dynamics.guard import (
    USUAL,
    Limits,
    Unstable,
    energy_fault,
    kinetic_of,
    motion_fault,
    place_fault,
)
from mlp_course.dynamics.newton import kinetic_temperature
from mlp_course.dynamics.same_run import START, differences, leave, other_settings, start_of
from mlp_course.dynamics.trajectory import (
    Trajectory,
    from_arrays,
    parts,
    read_arrays,
    write_arrays,
)

SECONDS_BETWEEN_SAVES = 20.0


@dataclass(frozen=True)
class Frame:
    """What a listener hears of every frame; the first is number 0."""

    number: int
    last: int
    time_fs: float
    temperature: float  # K
    total_energy: float  # eV


Listener = Callable[["Recorder", Frame], bool | None]


class Recorder:
    """Runs `dynamics` for `duration_fs`; keeps a frame every `every_fs`, first and last included.

    It does not print, plot or write: `run` yields every frame, listeners make of it what they like.
    Raises ValueError unless `every_fs` is a whole number of steps and `duration_fs` of frames, and
    for atoms that a constraint holds.
    """

    def __init__(
        self,
        dynamics: MolecularDynamics,
        *,
        duration_fs: float,
        every_fs: float,
        limits: Limits = USUAL,
    ):
        expect_free(dynamics.atoms)
        self.dynamics = dynamics
        self.limits = limits
        self.every_fs = every_fs
        self.stride = _whole(every_fs, dynamics.dt / fs, "every_fs", "the time step")
        self.last = _whole(duration_fs, every_fs, "duration_fs", "every_fs")
        self.positions: list[np.ndarray] = []  # of every frame, (N, 3) Å
        self.energies: list[np.ndarray] = []  # of every frame, potential and kinetic (2,) eV
        self.state: dict[str, np.ndarray] | None = None  # at the newest frame
        self.start: dict[str, np.ndarray] = {}  # what determines the run

    def run(self) -> Iterator[Frame]:
        """Go on to the last frame; yields the newest one each time. Raises Unstable."""
        if not self.positions:
            self._stop_on(self._motion_fault(), 0)
            if isinstance(self.dynamics, INTERRUPTIBLE):
                self.start = start_of(self.dynamics)
            yield self._keep()
        while len(self.positions) <= self.last:
            self._advance()
            yield self._keep()

    @property
    def trajectory(self) -> Trajectory:
        """The frames so far."""
        # Shaped by hand: without a frame they are empty, but still of N atoms.
        atoms = self.dynamics.atoms
        positions = np.array(self.positions, dtype=float).reshape(-1, len(atoms), 3)
        energies = np.array(self.energies, dtype=float).reshape(-1, 2)
        return Trajectory(
            times_fs=self.every_fs * np.arange(len(positions)),
            positions=positions,
            potential_energy=energies[:, 0],
            kinetic_energy=energies[:, 1],
            cell=atoms.cell.array * atoms.pbc[:, None],
            species=atoms.numbers.copy(),
        )

    def save(self, path: Path | str) -> None:
        """Write the frames and all that is needed to go on, whole or not at all."""
        assert self.state is not None, "there is no frame yet, or no way to go on from it."
        trajectory = self.trajectory
        arrays = {field.name: getattr(trajectory, field.name) for field in fields(trajectory)}
        arrays |= {f"state_{name}": value for name, value in self.state.items()}
        arrays |= {f"{START}{name}": value for name, value in self.start.items()}
        arrays["settings"] = np.array(self._settings())
        write_arrays(path, arrays, compressed=False)

    def resume(self, path: Path | str) -> bool:
        """Go back to the newest frame in `path`; False if none, ValueError for another run's."""
        if not Path(path).exists():
            return False
        arrays = read_arrays(path)
        trajectory = from_arrays(arrays, path)
        self.state = parts(arrays, "state_")
        self.start = parts(arrays, START)
        differ = other_settings(str(arrays.get("settings", "{}")), self._settings())
        if not self._same_atoms(trajectory):
            differ.append("elements or cell")
        if not (differ or self.start):
            raise ValueError(
                f"{path} is of an earlier version, which did not write down how a run started: "
                "read it with Trajectory.load, and give another path."
            )
        if not differ:
            energy = float(trajectory.potential_energy[-1])
            differ = differences(self.dynamics, self.start, self.state, energy, path)
        if differ:
            raise ValueError(
                f"{path} was recorded with other settings or atoms ({', '.join(differ)}): "
                "delete it, or give another path."
            )
        energies = [trajectory.potential_energy, trajectory.kinetic_energy]
        self.positions = list(trajectory.positions)
        self.energies = list(np.column_stack(energies))
        restore(self.dynamics, self.state)
        return True

    def _settings(self) -> str:
        """All that must be the same for a run to go on, as text."""
        settings = {"every_fs": self.every_fs, "limits": asdict(self.limits)}
        return json.dumps(settings | self.dynamics.todict(), sort_keys=True)

    def _same_atoms(self, other: Trajectory) -> bool:
        """Whether another trajectory has these elements in this cell."""
        now = self.trajectory
        return np.array_equal(other.species, now.species) and np.array_equal(other.cell, now.cell)

    def _advance(self) -> None:
        """The steps to the next frame."""
        done = (len(self.positions) - 1) * self.stride
        steps = self.dynamics.irun(self.stride)
        next(steps)  # ASE yields once before the first step
        for step in range(done + 1, done + self.stride + 1):
            try:
                next(steps)
            except (ValueError, ArithmeticError, RuntimeError):
                # A calculator may refuse an impossible place: say what is wrong with it.
                fault = self._motion_fault() or place_fault(self.dynamics.atoms, self.limits)
                self._stop_on(fault, step)
                raise
            self._stop_on(self._motion_fault(), step)

    def _keep(self) -> Frame:
        """Make a frame of the atoms as they are."""
        atoms = self.dynamics.atoms
        number = len(self.positions)
        step = number * self.stride
        self._stop_on(place_fault(atoms, self.limits), step)

        potential = atoms.get_potential_energy()
        kinetic = kinetic_of(atoms, self.dynamics.masses)
        energies = np.array([potential, kinetic])  # eV
        first = self.energies[0] if self.energies else energies
        change = (energies.sum() - first.sum()) / len(atoms)
        self._stop_on(energy_fault(change, self.limits), step)

        state = state_of(self.dynamics) if isinstance(self.dynamics, INTERRUPTIBLE) else None
        self.positions.append(atoms.get_positions())
        self.energies.append(energies)
        self.state = state
        return Frame(
            number=number,
            last=self.last,
            time_fs=number * self.every_fs,
            temperature=float(kinetic_temperature(kinetic, len(atoms))),
            total_energy=float(energies.sum()),
        )

    def _motion_fault(self) -> str | None:
        """What is wrong with the velocities now."""
        return motion_fault(self.dynamics.atoms, self.dynamics.masses, self.limits)

    def _stop_on(self, fault: str | None, step: int) -> None:
        """Raise Unstable if anything is wrong."""
        if fault:
            raise Unstable(step, step * self.dynamics.dt / fs, fault, self.trajectory)


def record(
    dynamics: MolecularDynamics,
    *,
    duration_fs: float,
    every_fs: float,
    path: Path | str | None = None,
    listeners: Sequence[Listener] = (),
    limits: Limits = USUAL,
) -> Trajectory:
    """Run `dynamics`; its Trajectory has duration_fs/every_fs + 1 frames (T, N, 3), one at time 0.

    With a `path`, what is done is written there every 20 s, and when it ends in any way: called
    again after Ctrl-C or a kill, it goes on from there to the same bits; called for longer, it is
    extended. A listener that returns True ends the run. Raises Unstable (which holds the frames
    before), and ValueError for times that do not fit or a `path` of another run: one with another
    start, other settings or masses, or another potential.
    """
    recorder = Recorder(dynamics, duration_fs=duration_fs, every_fs=every_fs, limits=limits)
    if path is not None and not recorder.resume(path):
        state_of(dynamics)  # refuses at once what cannot be interrupted
    saved = time.monotonic()
    try:
        for frame in recorder.run():
            if path is not None and time.monotonic() - saved > SECONDS_BETWEEN_SAVES:
                recorder.save(path)
                saved = time.monotonic()
            # A list, not a generator: every listener hears every frame.
            answers = [listener(recorder, frame) for listener in listeners]
            if any(answers):
                break
    finally:
        if path is not None and recorder.state is not None:
            recorder.save(path)
            leave(dynamics, path)
    return recorder.trajectory


def _whole(long: float, short: float, name: str, unit: str) -> int:
    """How many times `short` goes into `long`; ValueError unless a whole number, at least 1."""
    times = round(long / short)
    if times < 1 or abs(long / short - times) > 1e-6:
        raise ValueError(
            f"{name} = {long:g} fs must be a whole number of times {unit} = {short:g} fs."
        )
    return times
