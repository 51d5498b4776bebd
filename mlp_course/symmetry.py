"""What every potential must satisfy: each check returns a number, zero but for rounding.

If it is anything else, the symmetry is broken. Lessons plot these numbers, tests bound them.
Energies in eV, forces in eV/Å.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from mlp_course.potentials import Potential, Prediction, predict
from mlp_course.structures import Structure

# Components of a symmetric matrix
STRAINS = (
    (0, 0),
    (1, 1),
    (2, 2),
    (1, 2),
    (0, 2),
    (0, 1),
)


def random_rotation(rng: np.random.Generator) -> np.ndarray:
    """A rotation matrix (3, 3), uniform over SO(3).

    A Gaussian 4-vector points anywhere with equal probability; as a unit quaternion it is a uniform
    rotation: K. Shoemake, Graphics Gems III, 124 (1992).

    >>> rotation = random_rotation(np.random.default_rng(0))
    >>> bool(np.allclose(rotation @ rotation.T, np.eye(3)) and np.linalg.det(rotation) > 0)
    True
    """
    quaternion = rng.normal(size=4)
    length = np.linalg.norm(quaternion)
    w, x, y, z = quaternion / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def force_error(potential: Potential, structure: Structure, step: float = 1e-4) -> float:
    """Largest |F + ΔE/Δr|, relative to the largest force (at least 1 eV/Å).

    ΔE/Δr are central differences of `step` (Å).
    """
    forces = predict(potential, structure).forces
    numeric = torch.zeros_like(forces)
    for index in np.ndindex(*forces.shape):
        shift = torch.zeros_like(forces)
        shift[index] = step
        forth = _moved(structure, shift)
        back = _moved(structure, -shift)
        change = _energy(potential, forth) - _energy(potential, back)
        numeric[index] = -change / (2 * step)
    scale = max(1.0, _largest(forces))
    return _largest(forces - numeric) / scale


def stress_error(potential: Potential, structure: Structure, step: float = 1e-5) -> float:
    """Largest |σ - ΔE/(V Δε)|, relative to the largest stress (at least 0.01 eV/Å³).

    The largest is taken over the six strains; ΔE/Δε are central differences of `step`. Raises
    ValueError unless the structure repeats in three directions.
    """
    if not structure.periodic.all():
        raise ValueError("stress is defined for a structure that repeats in three directions.")
    stress = predict(potential, structure).stress[0]
    volume = structure.cell.det().abs()
    numeric = torch.zeros_like(stress)
    for a, b in STRAINS:
        # A shear stands in the matrix twice, half of it each time.
        entry = step if a == b else step / 2
        strain = torch.zeros_like(stress)
        strain[a, b] = entry
        strain[b, a] = entry

        wider = _strained(structure, strain)
        narrower = _strained(structure, -strain)
        change = _energy(potential, wider) - _energy(potential, narrower)
        slope = change / (2 * step * volume)
        numeric[a, b] = slope
        numeric[b, a] = slope
    scale = max(0.01, _largest(stress))
    return _largest(stress - numeric) / scale


def translation_error(
    potential: Potential,
    structure: Structure,
    shift: Sequence[float] = (0.3, -7.1, 2.9),
) -> float:
    """Largest change of energy (eV) or forces (eV/Å) when every atom moves by `shift` (3,) Å."""
    step = torch.tensor(shift).to(structure.positions)
    before = predict(potential, structure)
    after = predict(potential, _moved(structure, step))
    return _gap(before, after)


def rotation_error(potential: Potential, structure: Structure, rotation: np.ndarray) -> float:
    """Largest violation of E(Rr) = E(r) in eV and F(Rr) = R F(r) in eV/Å, R a matrix (3, 3)."""
    R = torch.as_tensor(rotation).to(structure.positions)
    turned = replace(
        structure,
        positions=structure.positions @ R.T,
        cell=structure.cell @ R.T,
    )
    before = predict(potential, structure)
    after = predict(potential, turned)
    expected = before._replace(forces=before.forces @ R.T)
    return _gap(expected, after)


def permutation_error(
    potential: Potential,
    structure: Structure,
    order: Tensor | Sequence[int],
) -> float:
    """Largest change of energy (eV) or of the reordered forces (eV/Å) when atoms change places.

    `order` (N,) says which atom comes to each place.
    """
    order = torch.as_tensor(order)
    relabelled = replace(
        structure,
        positions=structure.positions[order],
        species=structure.species[order],
    )
    before = predict(potential, structure)
    after = predict(potential, relabelled)
    expected = before._replace(forces=before.forces[order])
    return _gap(expected, after)


def batch_error(potential: Potential, structures: Sequence[Structure]) -> float:
    """Largest difference (eV, eV/Å) between one batch of structures and the same one by one."""
    together = predict(potential, structures)
    energies = []
    forces = []
    for structure in structures:
        alone = predict(potential, structure)
        energies.append(alone.energy)
        forces.append(alone.forces)
    one_by_one = together._replace(energy=torch.cat(energies), forces=torch.cat(forces))
    return _gap(together, one_by_one)


def extensivity_error(potential: Potential, structure: Structure) -> float:
    """|E(twice the structure) - 2 E(structure)| in eV.

    The two cells are put side by side along the first vector. A structure that does not repeat
    along it (a molecule) gets a copy out of reach instead.
    """
    if structure.periodic[0]:
        along = structure.cell[0]
    else:
        along = _out_of_reach(structure, potential.cutoff)
    copy = structure.positions + along
    cell = structure.cell.clone()
    cell[0] *= 2
    double = Structure(
        positions=torch.cat([structure.positions, copy]),
        species=structure.species.repeat(2),
        cell=cell,
    )
    twice = 2 * _energy(potential, structure)
    error = _energy(potential, double) - twice
    return error.abs().item()


def _energy(potential: Potential, structure: Structure) -> Tensor:  # () eV
    """The energy of one structure."""
    prediction = predict(potential, structure)
    return prediction.energy[0]


def _moved(structure: Structure, shift: Tensor) -> Structure:
    """The structure with its atoms moved by `shift` (N, 3) or (3,), Å."""
    return replace(structure, positions=structure.positions + shift)


def _strained(structure: Structure, strain: Tensor) -> Structure:
    """Atoms and cell deformed by 1 + `strain` (3, 3)."""
    deform = torch.eye(3).to(strain) + strain
    return replace(
        structure,
        positions=structure.positions @ deform,
        cell=structure.cell @ deform,
    )


def _out_of_reach(structure: Structure, cutoff: float) -> Tensor:  # (3,) Å
    """A shift to where the structure sees nothing of itself.

    It is normal to all directions in which it repeats.
    """
    # The last singular vector is normal to the rows of the cell that are not zero.
    _, _, axes = torch.linalg.svd(structure.cell)
    normal = axes[-1]
    height = structure.positions @ normal  # (N,) Å
    extent = height.max() - height.min()
    return normal * (extent + 2 * cutoff)


def _gap(a: Prediction, b: Prediction) -> float:
    """Largest difference of energies (eV) and forces (eV/Å)."""
    energy = a.energy - b.energy
    forces = a.forces - b.forces
    both = torch.cat([energy, forces.flatten()])
    return _largest(both)


def _largest(values: Tensor) -> float:
    """Largest absolute value; nan if any of them is, so that a check never passes on nan."""
    sizes = values.abs()
    return sizes.max().item()
