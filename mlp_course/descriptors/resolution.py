"""How much a descriptor tells of whole structures.

That is measured by what can be read off it, not by its length.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from torch import Tensor

from mlp_course.graph import Graph

PENALTIES = 10.0 ** np.arange(-8, 2)  # of the fit, tried in turn


def mean_by_element(
    features: ArrayLike,
    graph: Graph,
    elements: Sequence[int],
) -> Tensor:  # (N, ...) -> (S, D)
    """The mean over the atoms of each of `elements` in every structure, side by side.

    The result has the shape (S, len(elements) · features). `features` has a row, of any shape, for
    each of the graph's N atoms. Raises ValueError where an element is missing.
    """
    x = torch.as_tensor(features)
    x = x.double().flatten(1)  # (N, K)
    means = []
    for z in elements:
        own = (graph.species == z).double()
        own = own[:, None]  # (N, 1)
        count = graph.sum_to_structure(own)  # (S, 1)
        if not count.all():
            structure = int(count.argmin())
            raise ValueError(
                f"structure {structure} has no atom of atomic number {z} to average over."
            )
        total = graph.sum_to_structure(x * own)  # (S, K)
        means.append(total / count)
    return torch.cat(means, dim=1)


def recognised(features: ArrayLike, labels: Sequence[str]) -> float:
    """The share of S structures whose nearest other structure has the same label.

    Structures are near each other if their `features` (S, D) are.

    >>> recognised([[0.0], [0.1], [5.0], [5.2]], ["a", "a", "b", "a"])
    0.5
    """
    label = np.asarray(labels)
    distance = cdist(features, features)
    np.fill_diagonal(distance, np.inf)  # no structure is its own neighbour
    nearest = distance.argmin(axis=1)
    same = label[nearest] == label
    return float(same.mean())


def leave_one_out_error(features: ArrayLike, values: ArrayLike) -> float:
    """RMSE of linear fits that predict each of `values` (S,) from the others, in their unit.

    1. `features` (S, D) are standardised.
    2. Ridge regression, with a kernel K and the best of PENALTIES λ.
    3. No refit is needed: with the residuals of all structures r and the hat matrix H, leaving out
       s gives r_s / (1 - H_ss) (D. M. Allen, Technometrics 16, 125 (1974)). Here
       r = λ (K + λ)⁻¹ y and 1 - H = λ (K + λ)⁻¹.

    >>> leave_one_out_error([[1.0], [2.0], [3.0], [5.0]], [2.0, 4.0, 6.0, 10.0]) < 1e-6
    True
    """
    x = np.asarray(features, dtype=float)
    y = np.asarray(values, dtype=float)

    # 1. A feature that does not vary tells nothing.
    spread = x.std(axis=0)
    varies = spread > 1e-12
    from_mean = x - x.mean(axis=0)
    x = from_mean[:, varies] / spread[varies]

    # 2. The constant is the intercept, practically free.
    n_structures = len(y)
    n_features = max(1, x.shape[1])
    kernel = x @ x.T / n_features + n_structures  # (S, S)
    centred = y - y.mean()
    unit = np.eye(n_structures)
    scores = []
    for penalty in PENALTIES:
        # 3. λ cancels out of r and 1 - H.
        inverse = np.linalg.inv(kernel + penalty * unit)
        error = inverse @ centred / np.diag(inverse)  # (S,)
        score = np.mean(error**2)
        scores.append(score)
    best = min(scores)
    return float(np.sqrt(best))
