"""What potentials on top of a fixed descriptor begin with."""

from typing import Self

from torch import Tensor

from mlp_course.descriptors import DESCRIPTORS, Descriptor
from mlp_course.potentials.model import Model


class DescriptorModel(Model):
    """A potential that sees atoms through a `descriptor`.

    The descriptor maps a graph to (N, D), for some elements within a cutoff.
    """

    def __init__(self, descriptor: Descriptor, **settings: object):
        """`settings` are the other arguments that the family was made with, in plain values."""
        super().__init__()
        self.descriptor = descriptor
        self.cutoff = descriptor.cutoff
        self.elements = descriptor.elements
        name = type(descriptor).__name__
        if name in DESCRIPTORS:
            self.settings = {"descriptor": [name, descriptor.settings], **settings}

    def kind(self, species: Tensor) -> Tensor:  # (N,) -> (N,)
        """Which of `elements` each atom is, from 0.

        Raises ValueError for one that this model was not made for.
        """
        return self.descriptor.kind(species)

    @classmethod
    def from_settings(cls, settings: dict) -> Self:
        """The untaught potential on the same descriptor."""
        name, arguments = settings["descriptor"]
        descriptor = DESCRIPTORS[name](**arguments)
        return cls(**{**settings, "descriptor": descriptor})
