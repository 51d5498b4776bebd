"""Makes argon-dimer.extxyz.gz beside this file (PySCF; half an hour on one core).

Goes on where it was stopped.

The binding energy of two argon atoms, counterpoise-corrected (S. F. Boys, F. Bernardi, Mol. Phys.
19, 553 (1970)):

    E = HF/aug-cc-pVQZ + MP2/CBS + [CCSD(T) - MP2]/aug-cc-pVTZ

CBS: correlation energies of the two bases extrapolated with 1/n³ (A. Halkier et al., Chem. Phys.
Lett. 286, 243 (1998)). The 1s, 2s and 2p electrons are frozen. Distances are Chebyshev points, so
that the polynomial through all energies, times (r_max/r)⁶, is exact far beyond what the energies
are; the forces are its derivative.
"""

import gzip
import hashlib
import io
import json
import sys
from pathlib import Path

import ase
import ase.io
import numpy as np
from ase.calculators.singlepoint import SinglePointCalculator
from ase.units import Hartree
from numpy.polynomial import Chebyshev
from pyscf import cc, gto, lib, mp, scf

SHORTEST, LONGEST, POINTS = 2.8, 8.0, 24  # Å
FROZEN = 5  # orbitals of an atom: 1s, 2s, 2p
HERE = Path(__file__).resolve().parent


def energies(distance: float, basis: str, *, alone: bool) -> dict[str, float]:
    """Hartree-Fock energy, and what MP2 (and in the small basis CCSD(T)) add to it, in hartree."""
    other = "ghost-Ar" if alone else "Ar"
    atoms = gto.M(atom=[("Ar", (0, 0, 0)), (other, (0, 0, distance))], basis=basis, verbose=0)
    field = scf.RHF(atoms).run(conv_tol=1e-12)
    frozen = FROZEN if alone else 2 * FROZEN
    found = {"hf": field.e_tot, "mp2": mp.MP2(field, frozen=frozen).kernel()[0]}
    if basis == "aug-cc-pvtz":
        cluster = cc.CCSD(field, frozen=frozen)
        cluster.set(conv_tol=1e-10, conv_tol_normt=1e-8).kernel()
        found["ccsd(t)"] = cluster.e_corr + cluster.ccsd_t()
        if not cluster.converged:
            sys.exit(f"coupled cluster did not converge at {distance} Å")
    if not field.converged:
        sys.exit(f"Hartree-Fock did not converge at {distance} Å")
    return found


def binding(distance: float) -> dict[str, float]:
    """Every part of the binding energy in eV."""
    parts = {}
    for short, basis in {"tz": "aug-cc-pvtz", "qz": "aug-cc-pvqz"}.items():
        dimer, atom = (energies(distance, basis, alone=alone) for alone in (False, True))
        parts |= {f"{name}/{short}": (dimer[name] - 2 * atom[name]) * Hartree for name in dimer}
    return parts


def total(parts: dict[str, float]) -> float:
    """The binding energy in eV."""
    cbs = (4**3 * parts["mp2/qz"] - 3**3 * parts["mp2/tz"]) / (4**3 - 3**3)
    return parts["hf/qz"] + cbs + parts["ccsd(t)/tz"] - parts["mp2/tz"]


def main() -> None:
    """Compute what is missing, then write the file and its checksum."""
    lib.num_threads(1)
    work = HERE / "work" / "parts.json"
    work.parent.mkdir(exist_ok=True)
    done = json.loads(work.read_text()) if work.exists() else {}
    angle = np.pi * (np.arange(POINTS) + 0.5) / POINTS
    distances = np.round((SHORTEST + LONGEST) / 2 - (LONGEST - SHORTEST) / 2 * np.cos(angle), 6)
    for k, distance in enumerate(map(float, distances)):
        if str(distance) not in done:
            done[str(distance)] = binding(distance)
            work.write_text(json.dumps(done, indent=1))
        print(
            f"{k + 1}/{POINTS}  {distance:.4f} Å  {1000 * total(done[str(distance)]):+.4f} meV",
            flush=True,
        )
    write(distances, [done[str(float(r))] for r in distances])


def write(distances: np.ndarray, parts: list[dict[str, float]]) -> None:
    """The frames with energy (eV), its parts and forces (2, 3) in eV/Å, and their checksum."""
    energy = np.array([total(part) for part in parts])
    smooth = Chebyshev.fit(distances, energy * distances**6, POINTS - 1, domain=[SHORTEST, LONGEST])
    slope = (smooth.deriv()(distances) - 6 * smooth(distances) / distances) / distances**6  # dE/dr
    frames = []
    for k, (r, e, s) in enumerate(zip(distances, energy, slope, strict=True)):
        atoms = ase.Atoms("Ar2", positions=[[0, 0, 0], [0, 0, r]])
        atoms.info = {"group": "scan", "trajectory": "scan", "frame": k, "bond_length": float(r)}
        atoms.info |= {
            name.replace("/", "_").replace("(t)", "_t"): value for name, value in parts[k].items()
        }
        atoms.calc = SinglePointCalculator(atoms, energy=e, forces=[[0, 0, s], [0, 0, -s]])
        frames.append(atoms)
    text = io.StringIO()
    ase.io.write(text, frames, format="extxyz")
    content = gzip.compress(text.getvalue().encode(), mtime=0)
    (HERE / "argon-dimer.extxyz.gz").write_bytes(content)
    (HERE / "SHA256SUMS").write_text(
        f"{hashlib.sha256(content).hexdigest()}  argon-dimer.extxyz.gz\n"
    )


if __name__ == "__main__":
    main()
