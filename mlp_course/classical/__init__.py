"""Potentials that nobody trained: laws for pairs of atoms, and ions with fixed charges."""

from mlp_course.classical.laws import fit_lennard_jones, lennard_jones
from mlp_course.classical.pair_calculator import PairCalculator
from mlp_course.classical.rigid_ion import silica, silver_iodide

__all__ = [
    "PairCalculator",
    "fit_lennard_jones",
    "lennard_jones",
    "silica",
    "silver_iodide",
]
