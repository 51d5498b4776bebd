"""The potentials there are: graph -> atomic energies.

`mlp_course.families` says how each is made and taught.
"""

from mlp_course.potentials.closed_form.linear_ace import LinearACE
from mlp_course.potentials.closed_form.pair import LennardJones, Morse
from mlp_course.potentials.closed_form.sparse_gp import SparseGP
from mlp_course.potentials.messages.mace import MACE
from mlp_course.potentials.messages.message_passing import MessagePassing
from mlp_course.potentials.messages.scalar import ScalarMessages
from mlp_course.potentials.messages.triple import TripleMessages
from mlp_course.potentials.messages.vector import VectorMessages
from mlp_course.potentials.model import Model, Potential, Trainable
from mlp_course.potentials.networks.behler_parrinello import BehlerParrinello
from mlp_course.potentials.networks.moment import MomentPotential
from mlp_course.potentials.networks.residual import ResidualNetwork
from mlp_course.potentials.prediction import Prediction, atomic_energies, evaluate, predict

__all__ = [
    "MACE",
    "BehlerParrinello",
    "LennardJones",
    "LinearACE",
    "MessagePassing",
    "Model",
    "MomentPotential",
    "Morse",
    "Potential",
    "Prediction",
    "ResidualNetwork",
    "ScalarMessages",
    "SparseGP",
    "Trainable",
    "TripleMessages",
    "VectorMessages",
    "atomic_energies",
    "evaluate",
    "predict",
]
