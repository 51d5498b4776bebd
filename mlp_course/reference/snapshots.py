"""Langevin dynamics that leaves snapshots: what every sampled task is made of."""

from collections.abc import Iterator
from dataclasses import dataclass

import ase
import numpy as np
from ase import units
from ase.calculators.singlepoint import SinglePointCalculator
from ase.constraints import FixCom
from ase.md.langevin import Langevin
from ase.md.velocitydistribution import Stationary, thermalize_momenta


class SamplingFailed(RuntimeError):
    """The atoms did not stay where physics is: dynamics did not give what was asked for."""


@dataclass(frozen=True)
class Sampling:
    """Langevin dynamics settings: times in fs, friction in 1/fs."""

    timestep_fs: float
    friction_per_fs: float
    equilibration_fs: float


def snapshots(atoms: ase.Atoms, sampling: Sampling, task) -> Iterator[ase.Atoms]:
    """Langevin dynamics of `atoms` (N) with their calculator.

    There are `task.frames` snapshots of it, `task.interval_fs` (fs) apart. Each carries the energy
    (eV) and forces (N, 3) in eV/Å of the surface that moved it.
    """
    rng = np.random.default_rng(task.seed)
    # At rest as a whole, at first and for ever
    atoms.set_constraint(FixCom())
    thermalize_momenta(atoms, temperature_K=task.temperature, rng=rng)
    Stationary(atoms)
    dynamics = Langevin(
        atoms,
        sampling.timestep_fs * units.fs,
        temperature_K=task.temperature,
        friction=sampling.friction_per_fs / units.fs,
        fixcm=False,
        rng=rng,
    )
    equilibration = round(sampling.equilibration_fs / sampling.timestep_fs)  # steps
    interval = round(task.interval_fs / sampling.timestep_fs)
    dynamics.run(equilibration)
    for _ in range(task.frames):
        dynamics.run(interval)
        forces = atoms.get_forces(apply_constraint=False)
        energy = atoms.get_potential_energy()
        yield frozen(atoms, {"energy": energy, "forces": forces})


def frozen(atoms: ase.Atoms, results: dict, **info) -> ase.Atoms:
    """A copy of `atoms` (N) as they are now, without velocities and constraint.

    It has these `results` by ASE's names, energy in eV and forces (N, 3) in eV/Å; its `info` is
    that of `atoms`, and what is added to it.
    """
    copy = ase.Atoms(atoms.numbers, atoms.positions, cell=atoms.cell, pbc=atoms.pbc)
    copy.info.update(atoms.info, **info)
    copy.calc = SinglePointCalculator(copy, **results)
    return copy
