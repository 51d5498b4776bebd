"""How much a descriptor tells of whole structures: measured by what can be read off it, not by its length."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from torch import Tensor

from mlp_course.graph import Graph

PENALTIES = 10.0 ** np.arange(-8, 2)  # of the fit, tried in turn


def mean_by_element(
    features: ArrayLike, graph: Graph, elements: Sequence[int]
) -> Tensor:  # (N, ...) -> (S, D)
    """The mean over the atoms of each of `elements` in every structure, side by side: (S, len(elements) · features).

    `features` has a row, of any shape, for each of the graph's N atoms. Raises ValueError where an element is missing.
    """
    x = torch.as_tensor(features).double().flatten(1)  # (N, K)
    means = []
    for z in elements:
        own = (graph.species == z).double()[:, None]  # (N, 1)
        count = graph.sum_to_structure(own)
        if not count.all():
            raise ValueError(
                f"structure {int(count.argmin())} has no atom of atomic number {z} to average over."
            )
        means.append(graph.sum_to_structure(x * own) / count)
    return torch.cat(means, dim=1)


def recognised(features: ArrayLike, labels: Sequence[str]) -> float:
    """The share of S structures whose nearest other structure, by `features` (S, D), has the same label.

    >>> recognised([[0.0], [0.1], [5.0], [5.2]], ["a", "a", "b", "a"])
    0.5
    """
    labels, distance = np.asarray(labels), cdist(features, features)
    np.fill_diagonal(distance, np.inf)
    return float((labels[distance.argmin(axis=1)] == labels).mean())


def leave_one_out_error(features: ArrayLike, values: ArrayLike) -> float:
    """RMSE of linear fits on `features` (S, D) that predict each of `values` (S,) from the others, in their unit.

    Ridge regression on standardised features, with the best of PENALTIES. No refit is needed: with the residuals
    of all structures r and the hat matrix H, leaving out s gives r_s / (1 - H_ss) (D. M. Allen, Technometrics 16, 125
    (1974)).

    >>> leave_one_out_error([[1.0], [2.0], [3.0], [5.0]], [2.0, 4.0, 6.0, 10.0]) < 1e-6
    True
    """
    x, y = np.asarray(features, dtype=float), np.asarray(values, dtype=float)
    spread = x.std(axis=0)
    x = (x - x.mean(axis=0))[:, spread > 1e-12] / spread[spread > 1e-12]
    kernel = x @ x.T / max(1, x.shape[1]) + len(
        y
    )  # (S, S); the constant is the intercept, practically free
    scores = []
    for penalty in PENALTIES:
        inverse = np.linalg.inv(kernel + penalty * np.eye(len(y)))
        scores.append(np.mean((inverse @ (y - y.mean()) / np.diag(inverse)) ** 2))
    return float(np.sqrt(min(scores)))
