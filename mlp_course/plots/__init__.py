"""Figures of the course in one style."""

from mlp_course.plots.atoms import all_distances, environment, skeleton, verdicts
from mlp_course.plots.curves import learning_curve, parity, plain_log_ticks, training_curves
from mlp_course.plots.networks import atomic_networks, message_round, similarity_matrix
from mlp_course.plots.style import BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, STYLE, use_style

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PINK",
    "RED",
    "SKY",
    "STYLE",
    "all_distances",
    "atomic_networks",
    "environment",
    "learning_curve",
    "message_round",
    "parity",
    "plain_log_ticks",
    "similarity_matrix",
    "skeleton",
    "training_curves",
    "use_style",
    "verdicts",
]
