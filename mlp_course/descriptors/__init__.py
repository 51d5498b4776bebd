"""Descriptors: graph -> (N, D), one vector for every atom's surroundings."""

from mlp_course.descriptors.acsf import ACSF
from mlp_course.descriptors.table import DescribedGraph, describe, tabulate

__all__ = ["ACSF", "DescribedGraph", "describe", "tabulate"]
