"""From a trajectory to a conductivity: MSD → D → E_a → σ, every number with its error.

positions (T frames, N atoms, 3) in Å, times in fs, D in cm²/s, energies in eV, temperatures in K,
σ in S/cm.
"""

from mlp_course.transport.arrhenius import Arrhenius, arrhenius_fit
from mlp_course.transport.conductivity import (
    conductivity_at,
    einstein_helfand,
    haven_ratio,
    nernst_einstein,
)
from mlp_course.transport.diffusion import (
    DiffusiveWindow,
    diffusion_coefficient,
    diffusive_window,
    log_slope,
)
from mlp_course.transport.displacement import collective_msd, msd, msd_by_axis, msd_by_ion
from mlp_course.transport.distribution import radial_distribution
from mlp_course.transport.error_bars import (
    Diffusion,
    bootstrap_error,
    diffusion_error,
    measure_diffusion,
)
from mlp_course.transport.jumps import JumpModel, JumpTrajectory, jump_diffusion
from mlp_course.transport.positions import plane_spacings, remove_drift, unwrap, wrap

__all__ = [
    "Arrhenius",
    "Diffusion",
    "DiffusiveWindow",
    "JumpModel",
    "JumpTrajectory",
    "arrhenius_fit",
    "bootstrap_error",
    "collective_msd",
    "conductivity_at",
    "diffusion_coefficient",
    "diffusion_error",
    "diffusive_window",
    "einstein_helfand",
    "haven_ratio",
    "jump_diffusion",
    "log_slope",
    "measure_diffusion",
    "msd",
    "msd_by_axis",
    "msd_by_ion",
    "nernst_einstein",
    "plane_spacings",
    "radial_distribution",
    "remove_drift",
    "unwrap",
    "wrap",
]
