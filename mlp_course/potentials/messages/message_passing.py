"""What all message-passing potentials share.

That is a learned descriptor around which only the message is new.

    h_i^0 = embedding of the element          v_ij, r_ij: vectors and distances of all pairs
    m_i^t = Σ_j message(h_j^t, r_ij, ...)     NN1: what the neighbors say
    h_i^t+1 = update(h_i^t, m_i^t)            NN2: what atom i makes of it
    E_i   = E0_Z + s Σ_t readout_t(h_i^t)     t = 1 … T layers

J. Gilmer et al., arXiv:1704.01212 (2017), Eqs. 1-3. After T layers an atom knows of atoms within T
cutoffs.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Self

import torch
from torch import Tensor, nn

from mlp_course.descriptors import ElementModel
from mlp_course.graph import Graph
from mlp_course.potentials.layers import linear, perceptron
from mlp_course.potentials.model import Model
from mlp_course.potentials.scales import reference_energies
from mlp_course.radial import bessel_basis, polynomial_cutoff


class Pairs(NamedTuple):
    """Geometry of all E pairs, in the precision in which the network computes."""

    center: Tensor  # (E,)
    neighbor: Tensor  # (E,)
    unit: Tensor  # (E, 3) direction from the center to the neighbor
    basis: Tensor  # (E, K) Bessel functions of the distance, fading out at the cutoff


class MessagePassing(Model, ElementModel):
    """Elements -> features -> layers -> atomic energies; a family says what its `make_layer` is.

    A layer maps (state, pairs, graph, kind) to the next state, whose first entry are the scalars h
    (N, C). The network computes in `dtype`; energies are added up in float64. `calibrate` sets E0
    (eV), the scale s (eV) and the mean number of neighbors. `seed` decides the starting weights. An
    element that it was not made for raises ValueError.
    """

    reference: Tensor  # (elements,) eV
    scale: Tensor  # () eV
    neighbors: Tensor  # () of an atom, on average

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        channels: int = 16,
        layers: int = 2,
        radial: int = 8,
        dtype: torch.dtype = torch.float64,
        seed: int = 0,
        **options: Any,
    ):
        super().__init__(elements, cutoff)
        self.channels = channels
        self.radial = radial
        self.settings |= {
            "channels": channels,
            "layers": layers,
            "radial": radial,
            "dtype": str(dtype).removeprefix("torch."),
            **options,
        }
        n_elements = len(self.elements)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            embedding = torch.randn(n_elements, channels, dtype=dtype)
            self.embedding = nn.Parameter(embedding)  # (elements, C)
            made = [self.make_layer(t, layers, **options) for t in range(layers)]
            self.layers = nn.ModuleList(made)

            # The last readout bends, those before are straight.
            straight = [linear(channels, 1) for _ in range(layers - 1)]
            bent = perceptron(channels, channels, 1)
            self.readouts = nn.ModuleList([*straight, bent])
            self.to(dtype)

        # Until `calibrate` has seen data
        reference = torch.zeros(n_elements, dtype=torch.float64)
        scale = torch.ones((), dtype=torch.float64)
        neighbors = torch.ones((), dtype=torch.float64)
        self.register_buffer("reference", reference)
        self.register_buffer("scale", scale)
        self.register_buffer("neighbors", neighbors)

    @classmethod
    def from_settings(cls, settings: dict) -> Self:
        """The untaught potential that has these `settings`."""
        dtype = getattr(torch, settings["dtype"])
        return cls(**{**settings, "dtype": dtype})

    @property
    def dtype(self) -> torch.dtype:
        """The precision in which the network computes, also after `potential.float()`."""
        return self.embedding.dtype

    def make_layer(self, t: int, layers: int, *_: Any, **options: Any) -> nn.Module:
        """Layer number `t` of `layers`; every family has its own, and its own options."""
        raise NotImplementedError

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        features = self.features(graph)
        parts = []
        for readout, h in zip(self.readouts, features, strict=True):
            part = readout(h)  # (N, 1)
            parts.append(part[:, 0])
        learned = torch.stack(parts).sum(dim=0)
        kind = self.kind(graph.species)
        return self.reference[kind] + self.scale * learned

    def features(self, graph: Graph) -> list[Tensor]:  # T times (N, C)
        """The learned descriptor: the scalars h (N, C) of every atom after each layer."""
        vectors = graph.vectors.to(self.dtype)
        graph = replace(graph, vectors=vectors)
        kind = self.kind(graph.species)
        pairs = self.pairs(graph)
        h = self.embedding.index_select(0, kind)  # (N, C)
        state: tuple[Tensor, ...] = (h,)
        scalars = []
        for layer in self.layers:
            state = layer(state, pairs, graph, kind)
            scalars.append(state[0])
        return scalars

    def pairs(self, graph: Graph) -> Pairs:
        """Directions and radial basis of all pairs.

        The basis is divided by the mean number of neighbors.
        """
        r = graph.distances
        fading = polynomial_cutoff(r, self.cutoff)
        fading = fading / self.neighbors.to(r)
        basis = bessel_basis(r, self.cutoff, self.radial)
        return Pairs(
            center=graph.center,
            neighbor=graph.neighbor,
            unit=graph.vectors / r[:, None],
            basis=basis * fading[:, None],
        )

    def calibrate(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor | None = None,  # (N, 3) eV/Å
    ) -> None:
        """Set E0, scale and mean number of neighbors from structures with `energy` (S,) in eV.

        E0 is the least-squares energy of each element. What is left over has the standard deviation
        s √n if the n atoms of a structure contribute independently; where nothing is left, s is 1
        eV.
        """
        kind = self.kind(graph.species)
        n_elements = len(self.elements)
        reference, rest = reference_energies(graph, kind, n_elements, energy)
        self.reference.copy_(reference)

        atoms = torch.bincount(graph.structure)  # (S,)
        per_root = rest / atoms.sqrt()
        spread = per_root.square().mean().sqrt()
        self.scale.copy_(spread if spread > 1e-3 else torch.ones(()))

        n_pairs = len(graph.center)
        n_atoms = len(graph.species)
        mean = n_pairs / n_atoms
        self.neighbors.fill_(max(1.0, mean))
