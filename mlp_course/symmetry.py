"""What every potential must satisfy. Each check returns a number: zero but for rounding, or it is broken.

Lessons plot these numbers, tests bound them. Energies in eV, forces in eV/Å.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from mlp_course.potentials import Potential, Prediction, predict
from mlp_course.structures import Structure


def random_rotation(rng: np.random.Generator) -> np.ndarray:
    """A rotation matrix (3, 3), uniform over SO(3).

    A Gaussian 4-vector points anywhere with equal probability; as a unit quaternion it is a uniform
    rotation: K. Shoemake, Graphics Gems III, 124 (1992).

    >>> rotation = random_rotation(np.random.default_rng(0))
    >>> bool(np.allclose(rotation @ rotation.T, np.eye(3)) and np.linalg.det(rotation) > 0)
    True
    """
    w, x, y, z = _unit(rng.normal(size=4))
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def force_error(potential: Potential, structure: Structure, step: float = 1e-4) -> float:
    """Largest |F + ΔE/Δr|, relative to the largest force (at least 1 eV/Å); central differences of `step` Å."""
    forces = predict(potential, structure).forces
    numeric = torch.zeros_like(forces)
    for index in np.ndindex(*forces.shape):
        shift = torch.zeros_like(forces)
        shift[index] = step
        numeric[index] = -_energy_difference(potential, structure, shift, -shift) / (2 * step)
    return (forces - numeric).abs().max().item() / max(1.0, forces.abs().max().item())


def stress_error(potential: Potential, structure: Structure, step: float = 1e-5) -> float:
    """Largest |σ - ΔE/(V Δε)|, relative to the largest stress (at least 0.01 eV/Å³), over the six strains."""
    if not structure.periodic.all():
        raise ValueError("stress is defined for a structure that repeats in three directions.")
    stress, volume = predict(potential, structure).stress[0], structure.cell.det().abs()
    numeric = torch.zeros_like(stress)
    for a, b in ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1)):
        strain = torch.zeros_like(stress)
        strain[a, b] = strain[b, a] = step if a == b else step / 2
        up, down = (
            predict(potential, _strained(structure, sign * strain)).energy for sign in (1, -1)
        )
        numeric[a, b] = numeric[b, a] = ((up - down) / (2 * step * volume)).item()
    return (stress - numeric).abs().max().item() / max(0.01, stress.abs().max().item())


def translation_error(
    potential: Potential, structure: Structure, shift: Sequence[float] = (0.3, -7.1, 2.9)
) -> float:
    """Largest change of energy (eV) or forces (eV/Å) when every atom moves by `shift` (3,) Å."""
    moved = replace(
        structure, positions=structure.positions + torch.tensor(shift).to(structure.positions)
    )
    return _gap(predict(potential, structure), predict(potential, moved))


def rotation_error(potential: Potential, structure: Structure, rotation: np.ndarray) -> float:
    """Largest violation of E(Rr) = E(r) in eV and F(Rr) = R F(r) in eV/Å for a rotation matrix (3, 3)."""
    turn = torch.as_tensor(rotation).to(structure.positions)
    turned = replace(
        structure, positions=structure.positions @ turn.T, cell=structure.cell @ turn.T
    )
    before = predict(potential, structure)
    return _gap(before._replace(forces=before.forces @ turn.T), predict(potential, turned))


def permutation_error(
    potential: Potential, structure: Structure, order: Tensor | Sequence[int]
) -> float:
    """Largest change of energy (eV) or of the reordered forces (eV/Å) when atoms are relabelled by `order` (N,)."""
    order = torch.as_tensor(order)
    relabelled = replace(
        structure, positions=structure.positions[order], species=structure.species[order]
    )
    before = predict(potential, structure)
    return _gap(before._replace(forces=before.forces[order]), predict(potential, relabelled))


def batch_error(potential: Potential, structures: Sequence[Structure]) -> float:
    """Largest difference (eV, eV/Å) between one batch of structures and the same structures one by one."""
    together, alone = predict(potential, structures), [predict(potential, s) for s in structures]
    energy, forces = torch.cat([p.energy for p in alone]), torch.cat([p.forces for p in alone])
    return _gap(together, Prediction(energy, forces, together.stress, together.atomic_energy))


def extensivity_error(potential: Potential, structure: Structure) -> float:
    """|E(twice the structure) - 2 E(structure)| in eV: two cells side by side along the first vector.

    A structure that does not repeat along its first vector (a molecule) gets a copy out of reach instead.
    """
    along = (
        structure.cell[0] if structure.periodic[0] else _out_of_reach(structure, potential.cutoff)
    )
    stretch = torch.tensor([2.0, 1.0, 1.0]).to(structure.cell)[:, None]
    positions = torch.cat([structure.positions, structure.positions + along])
    double = Structure(positions, structure.species.repeat(2), structure.cell * stretch)
    return (
        (predict(potential, double).energy - 2 * predict(potential, structure).energy).abs().item()
    )


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def _gap(a: Prediction, b: Prediction) -> float:
    gaps = torch.cat([(a.energy - b.energy).flatten(), (a.forces - b.forces).flatten()])
    return gaps.abs().max().item()  # nan if any of them is: a check never passes on nan


def _energy_difference(
    potential: Potential, structure: Structure, plus: Tensor, minus: Tensor
) -> Tensor:
    up, down = (
        replace(structure, positions=structure.positions + shift) for shift in (plus, minus)
    )
    return (predict(potential, up).energy - predict(potential, down).energy)[0]


def _out_of_reach(structure: Structure, cutoff: float) -> Tensor:  # (3,) Å
    """A shift, normal to all directions in which the structure repeats, to where it sees nothing of itself."""
    normal = torch.linalg.svd(structure.cell)[2][-1]
    along = structure.positions @ normal
    return normal * (along.max() - along.min() + 2 * cutoff)


def _strained(structure: Structure, strain: Tensor) -> Structure:
    deform = torch.eye(3).to(strain) + strain
    return replace(structure, positions=structure.positions @ deform, cell=structure.cell @ deform)
