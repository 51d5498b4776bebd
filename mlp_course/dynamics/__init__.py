"""From forces to a trajectory.

Here are integrators, ensembles, a recorder that can be stopped, and measures of stability.
"""

from mlp_course.dynamics.ensembles import NoseHoover, langevin, nose_hoover, nve, thermalize
from mlp_course.dynamics.guard import Limits, Unstable
from mlp_course.dynamics.listeners import ProgressBar
from mlp_course.dynamics.newton import (
    euler_step,
    kinetic_energy,
    maxwell_boltzmann,
    symplectic_euler_step,
    temperature,
    velocity_verlet_step,
)
from mlp_course.dynamics.recording import Frame, Recorder, record
from mlp_course.dynamics.stability import Stability, energy_drift, nve_drift, stability
from mlp_course.dynamics.trajectory import Trajectory

__all__ = [
    "Frame",
    "Limits",
    "NoseHoover",
    "ProgressBar",
    "Recorder",
    "Stability",
    "Trajectory",
    "Unstable",
    "energy_drift",
    "euler_step",
    "kinetic_energy",
    "langevin",
    "maxwell_boltzmann",
    "nose_hoover",
    "nve",
    "nve_drift",
    "record",
    "stability",
    "symplectic_euler_step",
    "temperature",
    "thermalize",
    "velocity_verlet_step",
]
