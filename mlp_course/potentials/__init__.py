"""The potentials there are: a new family is one file and one line here."""

from mlp_course.potentials.behler_parrinello import BehlerParrinello
from mlp_course.potentials.moment import MomentPotential
from mlp_course.potentials.pair import LennardJones, Morse
from mlp_course.potentials.potential import Potential, Prediction, atomic_energies, evaluate, predict

FAMILIES = {family.__name__: family for family in (LennardJones, Morse, BehlerParrinello, MomentPotential)}

__all__ = [
    "FAMILIES",
    "BehlerParrinello",
    "LennardJones",
    "MomentPotential",
    "Morse",
    "Potential",
    "Prediction",
    "atomic_energies",
    "evaluate",
    "predict",
]
