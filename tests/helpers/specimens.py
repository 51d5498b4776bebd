"""What the physics is tested on.

Structures of hydrogen, carbon and oxygen, and one potential of every family.
"""

from collections.abc import Callable

import numpy as np
import torch
from ase.build import molecule

from mlp_course.data import Labelled
from mlp_course.descriptors import ACE, ACSF, SOAP, PowerSpectrum
from mlp_course.graph import build_graph
from mlp_course.potentials import (
    MACE,
    BehlerParrinello,
    LennardJones,
    LinearACE,
    MessagePassing,
    Model,
    MomentPotential,
    Morse,
    ResidualNetwork,
    ScalarMessages,
    SparseGP,
    TripleMessages,
    VectorMessages,
    predict,
)
from mlp_course.structures import Structure, from_ase

CUTOFF = 4.0  # Å, more than the height of every cell below
SHEARED = ((3.9, 0.0, 0.0), (1.7, 3.6, 0.0), (-1.2, 0.9, 3.8))  # Å


def ethanol() -> Structure:
    """Nine atoms, away from equilibrium."""
    atoms = molecule("CH3CH2OH")
    atoms.rattle(0.05, seed=1)
    return from_ase(atoms)


def crystal(repeats: tuple[bool, bool, bool] = (True, True, True)) -> Structure:
    """Four atoms in a sheared cell, repeated along the vectors named."""
    fractions = torch.tensor(
        [[0.1, 0.1, 0.1], [0.6, 0.5, 0.15], [0.15, 0.6, 0.55], [0.55, 0.1, 0.6]]
    ).double()
    cell = torch.tensor(SHEARED).double()
    return Structure(
        fractions @ cell, torch.tensor([8, 6, 1, 1]), cell * torch.tensor(repeats)[:, None]
    )


def atom(cell: float = 0.0) -> Structure:
    """One oxygen atom, alone or in a cubic cell with edges of `cell` Å."""
    return Structure(
        torch.full((1, 3), 0.3).double(), torch.tensor([8]), torch.eye(3).double() * cell
    )


def outsider() -> Structure:
    """A water molecule and a hydrogen atom that sees nothing."""
    atoms = molecule("H2O") + molecule("H")
    atoms.rattle(0.05, seed=2)
    atoms.positions[-1] += 20
    return from_ase(atoms)


STRUCTURES = {
    "molecule": ethanol(),
    "sheared cell": crystal(),
    "slab": crystal((True, True, False)),
    "slab across": crystal((False, True, True)),
    "chain": crystal((False, True, False)),
    "one atom": atom(),
    "one-atom crystal": atom(2.3),
    "atom without neighbors": outsider(),
}
PERIODIC = {name: s for name, s in STRUCTURES.items() if s.periodic.all()}
INVALID = {
    "overlapping": (torch.zeros(2, 3), torch.zeros(3, 3), "on top of each other"),
    "not a number": (
        torch.tensor([[0.0, 0, torch.nan]] * 2),
        torch.zeros(3, 3),
        "not a finite number",
    ),
    "infinite": (
        torch.tensor([[0.0, 0, 0], [torch.inf, 0, 0]]),
        torch.zeros(3, 3),
        "not a finite number",
    ),
    "cell not a number": (
        torch.tensor([[0.0, 0, 0], [1, 0, 0]]),
        torch.eye(3) * torch.nan,
        "not a finite number",
    ),
}


def invalid(name: str) -> tuple[Structure, str]:
    """A pair of atoms that no potential can make sense of, and what its error says."""
    positions, cell, message = INVALID[name]
    return Structure(positions.double(), torch.tensor([1, 1]), cell.double()), message


def behler_parrinello(*, hidden: tuple[int, ...] = (6, 6), seed: int = 0) -> BehlerParrinello:
    """A network on few symmetry functions, scaled so that it answers to all of the structures."""
    descriptor = ACSF(
        [1, 6, 8], CUTOFF, g2=[(0.5, 0.0), (2.0, 1.0), (4.0, 1.5)], g4=[(0.01, 1, 1), (0.05, 4, -1)]
    )
    potential = BehlerParrinello(descriptor, hidden=hidden, seed=seed)
    potential.scale.fill_(3.0)
    potential.reference.copy_(torch.tensor([-1.0, -2.0, -3.0]))
    return potential


def moment_potential() -> MomentPotential:
    """Few channels, scaled so that it answers to all of the structures."""
    potential = MomentPotential(
        [1, 6, 8], CUTOFF, channels=2, radial=4, hidden=(6, 6), shortest=0.5, seed=1
    )
    potential.scale.fill_(3.0)
    potential.reference.copy_(torch.tensor([-1.0, -2.0, -3.0]))
    return potential


def residual_network() -> ResidualNetwork:
    """Few features and one block, scaled so that it answers to all of the structures."""
    potential = ResidualNetwork(
        PowerSpectrum([1, 6, 8], CUTOFF, n_max=2, l_max=2), width=6, blocks=1, seed=1
    )
    potential.reference.copy_(torch.tensor([-1.0, -2.0, -3.0]))
    return potential


def linear_ace() -> LinearACE:
    """Few basis functions up to body order 4, and coefficients drawn at random."""
    potential = LinearACE(ACE([1, 6, 8], CUTOFF, n_max=(3, 2, 1), l_max=(0, 2, 1)))
    draw = torch.Generator().manual_seed(1)
    potential.coefficients.data = 0.1 * torch.randn(
        3, potential.descriptor.size, generator=draw, dtype=torch.float64
    )
    potential.reference.copy_(torch.tensor([-1.0, -2.0, -3.0]))
    return potential


def sparse_gp() -> SparseGP:
    """A few atoms of the structures to compare with, and weights drawn at random."""
    potential = SparseGP(SOAP([1, 6, 8], CUTOFF, n_max=3, l_max=2, sigma=0.5))
    known = [STRUCTURES["molecule"], STRUCTURES["sheared cell"]]  # all three elements
    potential.choose(build_graph(known, CUTOFF), 4)
    draw = torch.Generator().manual_seed(1)
    potential.weights.data = torch.randn(len(potential.sparse), generator=draw, dtype=torch.float64)
    potential.reference.copy_(torch.tensor([-1.0, -2.0, -3.0]))
    return potential


def message_passing(family: type[MessagePassing], **options) -> MessagePassing:
    """Few channels in float64, scaled so that it answers to all of the structures."""
    potential = family([1, 6, 8], CUTOFF, channels=4, radial=4, seed=1, **options)
    potential.neighbors.fill_(8.0)
    potential.reference.copy_(torch.tensor([-1.0, -2.0, -3.0]))
    return potential


# How to make one small potential of every family: a test that needs one makes one.
SPECIMENS: dict[str, Callable[[], Model]] = {
    "LennardJones": lambda: LennardJones(0.01, 1.4, CUTOFF),
    "Morse": lambda: Morse(0.3, 1.3, 1.2, CUTOFF),
    "BehlerParrinello": behler_parrinello,
    "ResidualNetwork": residual_network,
    "SparseGP": sparse_gp,
    "LinearACE": linear_ace,
    "MomentPotential": moment_potential,
    "ScalarMessages": lambda: message_passing(ScalarMessages),
    "TripleMessages": lambda: message_passing(TripleMessages),
    "VectorMessages": lambda: message_passing(VectorMessages),
    "MACE": lambda: message_passing(MACE),
}


def kind_of(name: str) -> str:
    """The room of `potentials` that a family lives in: closed_form, networks or messages."""
    return type(SPECIMENS[name]()).__module__.split(".")[2]


def lennard_jones_frames(n: int, seed: int = 0) -> list[Labelled]:
    """`n` clusters of four atoms, labelled by a Lennard-Jones potential, which can be learned."""
    rng, teacher = np.random.default_rng(seed), LennardJones(0.05, 1.2, CUTOFF)
    corners = (
        1.4 * np.array([[0, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]]) / np.sqrt(2)
    )  # a tetrahedron
    frames = []
    for k in range(n):
        positions = torch.from_numpy(corners + rng.normal(scale=0.05, size=(4, 3)))
        structure = Structure(positions, torch.tensor([8, 6, 1, 1]), torch.zeros(3, 3).double())
        answer = predict(teacher, structure)
        frames.append(
            Labelled(structure, answer.energy[0], answer.forces, {"trajectory": "lj", "frame": k})
        )
    return frames
