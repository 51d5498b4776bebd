"""The exercises of lesson 03, in its order."""

from mlp_course.exercises.networks.energies import (
    atomic_network,
    autograd_forces,
    behler_parrinello_energy,
    numerical_forces,
    total_energy,
)
from mlp_course.exercises.networks.preparations import reference_energies, standardise
from mlp_course.exercises.networks.questions import q27_experiment, q27_statements
from mlp_course.exercises.networks.regressions import (
    gap_energy,
    kernel_ridge_fit,
    linear_energy_fit,
)

IN_ORDER = (
    total_energy,
    atomic_network,
    numerical_forces,
    autograd_forces,
    behler_parrinello_energy,
    reference_energies,
    standardise,
    kernel_ridge_fit,
    gap_energy,
    linear_energy_fit,
    q27_statements,
    q27_experiment,
)
