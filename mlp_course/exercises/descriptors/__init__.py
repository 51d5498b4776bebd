"""The exercises of lesson 02, in its order."""

from mlp_course.exercises.descriptors.angles import acsf_g4, bond_angle, three_body_histogram
from mlp_course.exercises.descriptors.distances import (
    acsf_g2,
    cosine_cutoff,
    degenerate_pair,
    two_body_histogram,
)
from mlp_course.exercises.descriptors.questions import q28_fixed_experiment, q28_fixed_statements
from mlp_course.exercises.descriptors.structures import (
    cosine_similarity_matrix,
    coulomb_eigenvalues,
    n_soap_features,
    soap_features,
)

IN_ORDER = (
    two_body_histogram,
    degenerate_pair,
    cosine_cutoff,
    acsf_g2,
    bond_angle,
    three_body_histogram,
    acsf_g4,
    coulomb_eigenvalues,
    soap_features,
    n_soap_features,
    cosine_similarity_matrix,
    q28_fixed_statements,
    q28_fixed_experiment,
)
