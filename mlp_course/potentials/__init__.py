"""The potentials there are: a new family is one file and one line here."""

from mlp_course.potentials.behler_parrinello import BehlerParrinello
from mlp_course.potentials.kernel import SparseGP
from mlp_course.potentials.linear import LinearACE
from mlp_course.potentials.mace import MACE
from mlp_course.potentials.message_passing import MessagePassing
from mlp_course.potentials.moment import MomentPotential
from mlp_course.potentials.pair import LennardJones, Morse
from mlp_course.potentials.potential import (
    Potential,
    Prediction,
    atomic_energies,
    evaluate,
    predict,
)
from mlp_course.potentials.residual import ResidualNetwork
from mlp_course.potentials.scalar_messages import ScalarMessages
from mlp_course.potentials.triple_messages import TripleMessages
from mlp_course.potentials.vector_messages import VectorMessages

_FAMILIES = (
    LennardJones,
    Morse,
    BehlerParrinello,
    ResidualNetwork,
    SparseGP,
    LinearACE,
    MomentPotential,
    ScalarMessages,
    TripleMessages,
    VectorMessages,
    MACE,
)
FAMILIES = {family.__name__: family for family in _FAMILIES}

__all__ = [
    "FAMILIES",
    "MACE",
    "BehlerParrinello",
    "LennardJones",
    "LinearACE",
    "MessagePassing",
    "MomentPotential",
    "Morse",
    "Potential",
    "Prediction",
    "ResidualNetwork",
    "ScalarMessages",
    "SparseGP",
    "TripleMessages",
    "VectorMessages",
    "atomic_energies",
    "evaluate",
    "predict",
]
