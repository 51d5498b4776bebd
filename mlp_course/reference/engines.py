"""The two engines behind the molecular data: GFN2-xTB to sample, PySCF to label.

Units: eV, Å, fs, K. Both run on one thread; frames are what is spread over the cores.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import ase
import numpy as np
from ase import units
from ase.calculators.singlepoint import SinglePointCalculator
from ase.constraints import FixCom
from ase.md.langevin import Langevin
from ase.md.velocitydistribution import Stationary, thermalize_momenta
from ase.optimize import BFGS


class EngineMissing(ImportError):
    """The quantum-chemistry package needed is not installed."""


class NotConverged(RuntimeError):
    """The engine returned a number that is not a converged result."""


@dataclass(frozen=True)
class Sampling:
    """Langevin dynamics settings: times in fs, friction in 1/fs."""

    timestep_fs: float
    friction_per_fs: float
    equilibration_fs: float


@dataclass(frozen=True)
class Labelling:
    """Kohn-Sham settings; `scf_tolerance` in hartree, `max_net_force` in eV/Å."""

    functional: str
    basis: str
    grid_level: int
    scf_tolerance: float
    max_net_force: float


def relaxed(molecule: ase.Atoms, f_max: float = 0.01) -> ase.Atoms:
    """A copy of `molecule` (N atoms) at its GFN2-xTB minimum, forces below `f_max` (eV/Å)."""
    atoms = molecule.copy()
    atoms.calc = _xtb()
    if not BFGS(atoms, logfile=None).run(fmax=f_max, steps=500):
        raise NotConverged(f"xTB relaxation of {atoms.get_chemical_formula()} did not converge in 500 steps.")
    return atoms


def sample(
    molecule: ase.Atoms, settings: Sampling, *, temperature: float, frames: int, interval_fs: float, seed: int
) -> Iterator[ase.Atoms]:
    """Yield `frames` snapshots, `interval_fs` apart, of Langevin dynamics at `temperature` (K).

    Each carries its GFN2-xTB energy (eV) and forces (N, 3) in eV/Å: Bannwarth, Ehlert,
    Grimme, J. Chem. Theory Comput. 15, 1652 (2019).
    """
    rng = np.random.default_rng(seed)
    atoms = relaxed(molecule)
    atoms.set_constraint(FixCom())
    thermalize_momenta(atoms, temperature_K=temperature, rng=rng)
    Stationary(atoms)
    dynamics = Langevin(
        atoms, settings.timestep_fs * units.fs, temperature_K=temperature,
        friction=settings.friction_per_fs / units.fs, fixcm=False, rng=rng,
    )  # fmt: skip
    dynamics.run(round(settings.equilibration_fs / settings.timestep_fs))
    for _ in range(frames):
        dynamics.run(round(interval_fs / settings.timestep_fs))
        yield _frozen(atoms, atoms.get_potential_energy(), atoms.get_forces(apply_constraint=False))


def label(atoms: ase.Atoms, settings: Labelling) -> ase.Atoms:
    """A copy of `atoms` (N) with its DFT energy (eV) and forces (N, 3) in eV/Å.

    The net force, a quadrature error of the grid, is removed; `info["net_force"]` keeps its size.
    Raises NotConverged if the SCF cycle did not converge or the net force is above the limit,
    EngineMissing without PySCF (Sun et al., J. Chem. Phys. 153, 024109 (2020)).
    """
    energy, forces = _kohn_sham(atoms, settings)  # eV, (N, 3) eV/Å
    net_force = float(np.abs(forces.sum(axis=0)).max())
    if not net_force <= settings.max_net_force:  # also where it is not a number
        raise NotConverged(f"net force {net_force:.4f} eV/Å is above {settings.max_net_force} eV/Å: use a finer grid.")
    labelled = _frozen(atoms, energy, forces - forces.mean(axis=0))
    labelled.info["net_force"] = net_force
    return labelled


def _kohn_sham(atoms: ase.Atoms, settings: Labelling) -> tuple[float, np.ndarray]:
    try:
        from pyscf import dft, gto, lib
    except ImportError as error:
        raise EngineMissing("PySCF is not installed: pip install pyscf (Linux and macOS only).") from error
    lib.num_threads(1)
    atom = list(zip(atoms.get_chemical_symbols(), atoms.positions, strict=True))
    mean_field = dft.RKS(gto.M(atom=atom, basis=settings.basis, verbose=0), xc=settings.functional).density_fit()
    mean_field.grids.level = settings.grid_level
    mean_field.conv_tol = settings.scf_tolerance
    energy = mean_field.kernel()
    if not mean_field.converged:
        raise NotConverged(f"the SCF cycle of {atoms.get_chemical_formula()} did not converge.")
    gradient = mean_field.nuc_grad_method().kernel()  # (N, 3) hartree/bohr
    return float(energy) * units.Hartree, -gradient * units.Hartree / units.Bohr


def _xtb():
    try:
        from tblite.ase import TBLite
    except ImportError as error:
        raise EngineMissing("tblite is not installed: pip install tblite (there are wheels for Linux on x86-64 only).") from error
    return TBLite(method="GFN2-xTB", verbosity=0)


def _frozen(atoms: ase.Atoms, energy: float, forces: np.ndarray) -> ase.Atoms:
    copy = ase.Atoms(numbers=atoms.numbers, positions=atoms.positions)
    copy.info.update(atoms.info)
    copy.calc = SinglePointCalculator(copy, energy=float(energy), forces=np.array(forces))
    return copy
