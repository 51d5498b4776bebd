"""The exercises of lesson 06, in its order."""

from mlp_course.exercises.conductivity.diffusion import diffusion_coefficient, diffusion_error
from mlp_course.exercises.conductivity.dynamics import (
    energy_drift,
    fit_lennard_jones,
    lennard_jones,
    maxwell_boltzmann,
    temperature,
    velocity_verlet_step,
)
from mlp_course.exercises.conductivity.extrapolation import (
    arrhenius_fit,
    conductivity_at,
    nernst_einstein,
)
from mlp_course.exercises.conductivity.mistakes import diagnose_faults, diagnose_repair
from mlp_course.exercises.conductivity.walks import msd, unwrap

IN_ORDER = (
    lennard_jones,
    fit_lennard_jones,
    velocity_verlet_step,
    maxwell_boltzmann,
    temperature,
    energy_drift,
    unwrap,
    msd,
    diffusion_coefficient,
    diffusion_error,
    arrhenius_fit,
    nernst_einstein,
    conductivity_at,
    diagnose_faults,
    diagnose_repair,
)
