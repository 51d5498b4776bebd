"""The exercises of lesson 05, in its order."""

from mlp_course.exercises.mace.directions import (
    atomic_basis,
    bispectrum_112,
    equivariance_error,
    power_invariants,
    spherical_harmonics,
)
from mlp_course.exercises.mace.distances import (
    bessel_basis,
    distance_only_fails,
    message_step,
    polynomial_cutoff,
    receptive_field,
)
from mlp_course.exercises.mace.questions import q28_learned_experiment, q28_learned_statements

IN_ORDER = (
    message_step,
    bessel_basis,
    polynomial_cutoff,
    receptive_field,
    distance_only_fails,
    equivariance_error,
    spherical_harmonics,
    atomic_basis,
    power_invariants,
    bispectrum_112,
    q28_learned_statements,
    q28_learned_experiment,
)
