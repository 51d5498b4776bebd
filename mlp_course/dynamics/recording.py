"""Run any ASE dynamics, keep a trajectory, stop when it stops making sense, go on where it was interrupted."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from ase.md.md import MolecularDynamics
from ase.units import fs
from tqdm import tqdm

from mlp_course.dynamics.ensembles import INTERRUPTIBLE, restore, state_of
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
from mlp_course.dynamics.trajectory import Trajectory, from_arrays, read_arrays, write_arrays

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
    """Runs `dynamics` for `duration_fs` and keeps a frame every `every_fs`, the first and the last included.

    It does not print, plot or write: `run` yields every frame, listeners make of it what they like.
    ValueError unless `every_fs` is a whole number of steps and `duration_fs` of frames.
    """

    def __init__(
        self,
        dynamics: MolecularDynamics,
        *,
        duration_fs: float,
        every_fs: float,
        limits: Limits = USUAL,
    ):
        self.dynamics, self.limits, self.every_fs = dynamics, limits, every_fs
        self.stride = _whole(every_fs, dynamics.dt / fs, "every_fs", "the time step")
        self.last = _whole(duration_fs, every_fs, "duration_fs", "every_fs")
        self.positions, self.energies = [], []  # per frame: (N, 3) Å; potential and kinetic (2,) eV
        self.state = None  # at the newest frame

    def run(self) -> Iterator[Frame]:
        """Go on to the last frame; yields the newest one each time. Raises Unstable."""
        if not self.positions:
            self._stop_on(motion_fault(self.dynamics.atoms, self.dynamics.masses, self.limits), 0)
            yield self._keep()
        while len(self.positions) <= self.last:
            self._advance()
            yield self._keep()

    @property
    def trajectory(self) -> Trajectory:
        """The frames so far."""
        atoms, energies = self.dynamics.atoms, np.array(self.energies, dtype=float).reshape(-1, 2)
        positions = np.array(self.positions, dtype=float).reshape(-1, len(atoms), 3)
        cell = atoms.cell.array * atoms.pbc[:, None]
        return Trajectory(
            self.every_fs * np.arange(len(positions)),
            positions,
            *energies.T,
            cell,
            atoms.numbers.copy(),
        )

    def save(self, path: Path | str) -> None:
        """Write the frames and all that is needed to go on, whole or not at all."""
        trajectory = self.trajectory
        arrays = {field.name: getattr(trajectory, field.name) for field in fields(trajectory)}
        arrays |= {f"state_{name}": value for name, value in self.state.items()}
        write_arrays(path, arrays | {"settings": np.array(self._settings())}, compressed=False)

    def resume(self, path: Path | str) -> bool:
        """Go back to the newest frame in `path`; False if there is no such file, ValueError if it is of another run."""
        if not Path(path).exists():
            return False
        arrays = read_arrays(path)
        trajectory = from_arrays(arrays, path)
        if str(arrays.get("settings")) != self._settings() or not self._same_atoms(trajectory):
            raise ValueError(
                f"{path} was recorded with other settings or atoms: delete it, or give another path."
            )
        self.positions = list(trajectory.positions)
        self.energies = list(
            np.column_stack([trajectory.potential_energy, trajectory.kinetic_energy])
        )
        self.state = {
            name.removeprefix("state_"): arrays[name]
            for name in arrays
            if name.startswith("state_")
        }
        restore(self.dynamics, self.state)
        return True

    def _settings(self) -> str:
        settings = {"every_fs": self.every_fs, "limits": asdict(self.limits)}
        return json.dumps(settings | self.dynamics.todict(), sort_keys=True)

    def _same_atoms(self, other: Trajectory) -> bool:
        now = self.trajectory
        return np.array_equal(other.species, now.species) and np.array_equal(other.cell, now.cell)

    def _advance(self) -> None:
        """The steps to the next frame."""
        atoms, masses, done = (
            self.dynamics.atoms,
            self.dynamics.masses,
            (len(self.positions) - 1) * self.stride,
        )
        steps = self.dynamics.irun(self.stride)
        next(steps)  # ASE yields once before the first step
        for step in range(done + 1, done + self.stride + 1):
            try:
                next(steps)
            except (
                ValueError,
                ArithmeticError,
                RuntimeError,
            ):  # a calculator may refuse an impossible place
                self._stop_on(
                    motion_fault(atoms, masses, self.limits) or place_fault(atoms, self.limits),
                    step,
                )
                raise
            self._stop_on(motion_fault(atoms, masses, self.limits), step)

    def _keep(self) -> Frame:
        atoms, number = self.dynamics.atoms, len(self.positions)
        self._stop_on(place_fault(atoms, self.limits), number * self.stride)
        energies = np.array(
            [atoms.get_potential_energy(), kinetic_of(atoms, self.dynamics.masses)]
        )  # eV
        change = (energies.sum() - (self.energies or [energies])[0].sum()) / len(atoms)
        self._stop_on(energy_fault(change, self.limits), number * self.stride)
        self.positions.append(atoms.get_positions())
        self.energies.append(energies)
        self.state = state_of(self.dynamics) if isinstance(self.dynamics, INTERRUPTIBLE) else None
        hot = kinetic_temperature(energies[1], len(atoms))
        return Frame(number, self.last, number * self.every_fs, float(hot), float(energies.sum()))

    def _stop_on(self, fault: str | None, step: int) -> None:
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
    """Run `dynamics` and return its Trajectory of duration_fs/every_fs + 1 frames (T, N, 3), the first at time 0.

    With a `path`, what is done is written there every 20 s, and when it ends in any way: called again
    after Ctrl-C or a kill, it goes on from there to the same bits; called for longer, it is extended.
    A listener that returns True ends the run. Raises Unstable (which holds the frames before), and
    ValueError for times that do not fit or a `path` of another run.
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
            if any(
                [listener(recorder, frame) for listener in listeners]
            ):  # every listener hears every frame
                break
    finally:
        if path is not None and recorder.state is not None:
            recorder.save(path)
    return recorder.trajectory


class ProgressBar:
    """One line with time and temperature, on stdout (a grader takes anything on stderr for an error)."""

    def __init__(self, title: str = "dynamics"):
        self.title, self.bar = title, None

    def __call__(self, recorder: Recorder, frame: Frame) -> None:
        if self.bar is None:
            start = max(0, frame.number - 1)
            self.bar = tqdm(
                desc=self.title, total=frame.last, initial=start, file=sys.stdout, mininterval=1.0
            )
        self.bar.set_postfix_str(
            f"{frame.time_fs / 1000:.2f} ps, {frame.temperature:.0f} K", refresh=False
        )
        self.bar.update(frame.number - self.bar.n)
        if frame.number == frame.last:
            self.bar.close()


def _whole(long: float, short: float, name: str, unit: str) -> int:
    """How many times `short` goes into `long`; ValueError unless that is a whole number, at least 1."""
    times = round(long / short)
    if times < 1 or abs(long / short - times) > 1e-6:
        raise ValueError(
            f"{name} = {long:g} fs must be a whole number of times {unit} = {short:g} fs."
        )
    return times
