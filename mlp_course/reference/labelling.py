"""Reference labels by PySCF for molecules, GPAW for metals and ions, Quantum ESPRESSO for oxides.

An engine is its settings and a `solve(atoms)`: energy in eV, forces in eV/Å, stress in eV/Å³ where
it gives one. Every engine runs on one thread (frames are what is spread over the cores) and refuses
what has not converged.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from subprocess import CalledProcessError
from typing import NamedTuple, Protocol

import ase
import numpy as np
from ase import units

from mlp_course.reference.snapshots import frozen

# What ASE raises where it finds no result of pw.x
NO_RESULT = (CalledProcessError, AssertionError, StopIteration, NotImplementedError)


class EngineMissing(ImportError):
    """The quantum-chemistry package needed is not installed."""


class NotConverged(RuntimeError):
    """The engine returned a number that is not a converged result."""


class EngineFailed(RuntimeError):
    """The engine stopped for a reason outside the frame: every other frame would fare the same."""


class Answer(NamedTuple):
    """What an engine says of N atoms."""

    energy: float  # eV
    forces: np.ndarray  # (N, 3) eV/Å
    # (6,) eV/Å³, Voigt order, where the settings make it trustworthy
    stress: np.ndarray | None = None


class Engine(Protocol):
    """Settings of a reference method."""

    max_net_force: float  # eV/Å

    def solve(self, atoms: ase.Atoms) -> Answer:
        """Energy (eV), forces (N, 3) in eV/Å, any stress (6,) in eV/Å³; NotConverged."""

    def level(self) -> str:
        """The level of theory in a few words."""


@dataclass(frozen=True)
class PySCF:
    """Density-fitted Kohn-Sham DFT of a molecule: Sun et al., J. Chem. Phys. 153, 024109 (2020)."""

    functional: str
    basis: str
    grid_level: int
    scf_tolerance: float  # hartree
    max_net_force: float  # eV/Å

    def level(self) -> str:
        """The level of theory in a few words."""
        return f"{self.functional}/{self.basis}"

    def solve(self, atoms: ase.Atoms) -> Answer:
        """Energy (eV) and forces (N, 3) in eV/Å; NotConverged or EngineMissing."""
        try:
            from pyscf import dft, gto, lib
        except ImportError as error:
            raise EngineMissing(
                "PySCF is not installed: pip install pyscf (Linux and macOS only)."
            ) from error
        lib.num_threads(1)
        atom = list(zip(atoms.get_chemical_symbols(), atoms.positions, strict=True))
        molecule = gto.M(atom=atom, basis=self.basis, verbose=0)
        mean_field = dft.RKS(molecule, xc=self.functional).density_fit()
        mean_field.grids.level = self.grid_level
        mean_field.conv_tol = self.scf_tolerance
        energy = mean_field.kernel()  # hartree
        if not mean_field.converged:
            raise _not_converged(atoms)
        gradient = mean_field.nuc_grad_method().kernel()  # (N, 3) hartree/bohr
        return Answer(float(energy) * units.Hartree, -gradient * units.Hartree / units.Bohr)


@dataclass(frozen=True)
class Gpaw:
    """Plane-wave PAW with fixed occupations: Mortensen et al., J. Chem. Phys. 160, 092503 (2024).

    It gives no stress: at a cutoff that is enough for forces, the missing plane waves still press
    on the cell.
    """

    functional: str
    cutoff: float  # eV
    kpoint: tuple  # one or several, in units of the reciprocal lattice vectors
    bands: int
    density_tolerance: float  # electrons per valence electron
    eigenstate_tolerance: float  # eV² per valence electron
    max_net_force: float  # eV/Å
    setups: Mapping[str, str] = field(default_factory=dict)

    def level(self) -> str:
        """The level of theory in a few words."""
        return f"{self.functional}, PAW, {self.cutoff:g} eV"

    def solve(self, atoms: ase.Atoms) -> Answer:
        """Energy (eV) and forces (N, 3) in eV/Å; NotConverged or EngineMissing."""
        try:
            from gpaw import GPAW, PW, KohnShamConvergenceError, Mixer
        except ImportError as error:
            raise EngineMissing(
                "GPAW is not installed: see CONTRIBUTING.md, Reference data."
            ) from error
        convergence = {"density": self.density_tolerance, "eigenstates": self.eigenstate_tolerance}
        atoms = atoms.copy()
        atoms.calc = GPAW(
            txt=None,
            xc=self.functional,
            setups=dict(self.setups),
            mode=PW(self.cutoff),
            nbands=self.bands,
            kpts=np.atleast_2d(self.kpoint),
            occupations={"name": "fixed-uniform"},
            mixer=Mixer(0.4, 8, 1),
            symmetry={"point_group": False},
            convergence=convergence,
        )
        try:
            return Answer(atoms.get_potential_energy(), atoms.get_forces())
        except KohnShamConvergenceError as error:
            raise _not_converged(atoms) from error


@dataclass(frozen=True)
class Espresso:
    """Quantum ESPRESSO's pw.x: Giannozzi et al., J. Phys. Condens. Matter 29, 465901 (2017)."""

    functional: str  # a word for people: the pseudopotentials decide
    cutoff: float  # Ry, wave functions
    density_cutoff: float  # Ry
    kpoint_spacing: float  # 1/Å, at most
    scf_tolerance: float  # Ry
    max_net_force: float  # eV/Å
    pseudopotentials: Mapping[str, str]
    folder: str = "/usr/share/espresso/pseudo"

    def level(self) -> str:
        """The level of theory in a few words."""
        return f"{self.functional}, {self.cutoff:g}/{self.density_cutoff:g} Ry"

    def solve(self, atoms: ase.Atoms) -> Answer:
        """Energy (eV), forces (N, 3) in eV/Å, stress (6,) in eV/Å³.

        Raises NotConverged, EngineFailed or EngineMissing.
        """
        if not shutil.which("pw.x") or not Path(self.folder).is_dir():
            raise EngineMissing(
                "Quantum ESPRESSO is not installed: see CONTRIBUTING.md, Reference data."
            )
        answer, output = self._run(atoms.copy())
        if "NOT achieved" in output or (answer is None and "bands are not converged" in output):
            raise _not_converged(atoms)
        finished = "convergence has been achieved" in output and "JOB DONE" in output
        if answer is None or not finished:
            end = " ".join(output.split()[-12:])
            raise EngineFailed(f"pw.x stopped at {atoms.get_chemical_formula()}: … {end}")
        return answer

    def _run(self, atoms: ase.Atoms) -> tuple[Answer | None, str]:
        """What pw.x found, if ASE can read it, and all that it said; `atoms` get a calculator."""
        from ase.calculators import espresso

        reciprocal = 2 * np.pi * np.linalg.inv(atoms.cell.array)
        spacing = np.linalg.norm(reciprocal, axis=0)  # (3,) 1/Å
        kpoints = np.ceil(spacing / self.kpoint_spacing).astype(int)
        settings = {
            "control": {"tprnfor": True, "tstress": True},
            "electrons": {"conv_thr": self.scf_tolerance},
            "system": {"ecutwfc": self.cutoff, "ecutrho": self.density_cutoff, "nosym": True},
        }
        with tempfile.TemporaryDirectory(prefix="mlp-course-") as folder:
            atoms.calc = espresso.Espresso(
                profile=espresso.EspressoProfile(command="pw.x", pseudo_dir=self.folder),
                directory=folder,
                input_data=settings,
                kpts=kpoints.tolist(),
                pseudopotentials=dict(self.pseudopotentials),
            )
            answer = None
            with contextlib.suppress(*NO_RESULT):
                energy = atoms.get_potential_energy()
                answer = Answer(energy, atoms.get_forces(), atoms.get_stress())
            return answer, (Path(folder) / "espresso.pwo").read_text()


def _not_converged(atoms: ase.Atoms) -> NotConverged:
    """What to raise of a self-consistent field that is none."""
    return NotConverged(f"the SCF cycle of {atoms.get_chemical_formula()} did not converge.")


ENGINES = {"pyscf": PySCF, "gpaw": Gpaw, "espresso": Espresso}


def read_engine(engine: str, **settings) -> Engine:
    """The engine of that name with its settings, as `settings.toml` writes them."""
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}; there are {', '.join(ENGINES)}.")
    return ENGINES[engine](**settings)


def as_settings(engine: Engine) -> dict:
    """Name and settings of an engine: what two data sets must share to be mixed."""
    name = next(name for name, kind in ENGINES.items() if isinstance(engine, kind))
    # Every engine is a dataclass, which a protocol cannot say.
    return {"engine": name, **asdict(engine)}  # type: ignore[call-overload]


def label(atoms: ase.Atoms, engine: Engine) -> ase.Atoms:
    """A copy of `atoms` (N) with reference energy (eV), forces (N, 3) in eV/Å, and any stress.

    The net force, a quadrature error of the grid, is removed; `info["net_force"]` keeps its size.
    Raises NotConverged if the SCF cycle did not converge or the net force is above the limit,
    EngineMissing without the engine.
    """
    energy, forces, stress = engine.solve(atoms)
    net_force = float(np.abs(forces.sum(axis=0)).max())
    if not net_force <= engine.max_net_force:  # also where it is not a number
        raise NotConverged(
            f"net force {net_force:.4f} eV/Å is above {engine.max_net_force} eV/Å: "
            "use a finer grid."
        )
    results: dict = {"energy": float(energy), "forces": forces - forces.mean(axis=0)}
    if stress is not None:
        results["stress"] = np.array(stress)
    return frozen(atoms, results, net_force=net_force)
