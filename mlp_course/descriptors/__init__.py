"""Descriptors: graph -> (N, D), one vector for every atom's surroundings."""

from mlp_course.descriptors.acsf import ACSF
from mlp_course.descriptors.coulomb import cluster_eigenvalues, coulomb_eigenvalues, coulomb_matrix
from mlp_course.descriptors.counterexamples import degenerate
from mlp_course.descriptors.counterexamples.degenerate import (
    bent_methanes,
    congruent,
    trapezoid_and_kite,
)
from mlp_course.descriptors.density.ace import ACE
from mlp_course.descriptors.density.expansion import NeighborDensity
from mlp_course.descriptors.density.power_spectrum import PowerSpectrum
from mlp_course.descriptors.density.soap import SOAP
from mlp_course.descriptors.histograms import (
    angle_histogram,
    bond_angle,
    pair_histogram,
    three_body_histogram,
    two_body_histogram,
)
from mlp_course.descriptors.resolution import leave_one_out_error, mean_by_element, recognised
from mlp_course.descriptors.similarity import cosine_similarity_matrix
from mlp_course.descriptors.symmetry_functions import acsf_g2, acsf_g4
from mlp_course.descriptors.table import (
    DescribedGraph,
    Descriptor,
    describe,
    directional_derivative,
    jacobian,
    tabulate,
)
from mlp_course.elements import ElementModel

DESCRIPTORS = {kind.__name__: kind for kind in (ACSF, PowerSpectrum, SOAP, ACE)}  # by name

__all__ = [
    "ACE",
    "ACSF",
    "DESCRIPTORS",
    "SOAP",
    "DescribedGraph",
    "Descriptor",
    "ElementModel",
    "NeighborDensity",
    "PowerSpectrum",
    "acsf_g2",
    "acsf_g4",
    "angle_histogram",
    "bent_methanes",
    "bond_angle",
    "cluster_eigenvalues",
    "congruent",
    "cosine_similarity_matrix",
    "coulomb_eigenvalues",
    "coulomb_matrix",
    "degenerate",
    "describe",
    "directional_derivative",
    "jacobian",
    "leave_one_out_error",
    "mean_by_element",
    "pair_histogram",
    "recognised",
    "tabulate",
    "three_body_histogram",
    "trapezoid_and_kite",
    "two_body_histogram",
]
