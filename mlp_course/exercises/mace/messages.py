"""Trials of radial functions, of one round of messages, and of shapes that look alike."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from scipy.spatial.distance import cdist
from torch import Tensor, nn

from mlp_course import radial as library
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.expect_tensor import OVERWRITTEN, tensor_call, tolerance
from mlp_course.exercises.mace.lookalikes import alike, told_apart

# Features (N, C), edges (2, E), radial (E, K), the network of messages and that of the update
Trial = tuple[Tensor, Tensor, Tensor, nn.Module, nn.Module]


def examine_bessel(function: Callable, r: Tensor, r_cut: float, n: int) -> None:
    """Expect the Bessel basis (E, n) of `function(r, r_cut, n)`, at r = 0 too."""
    right = library.bessel_basis(r, r_cut, n)
    value = tensor_call(function, r, r_cut, n)
    plain = value.detach() if isinstance(value, Tensor) else value
    got = torch.as_tensor(np.asarray(plain))
    if got.shape != right.shape:
        expect(value, right)
    assert got[r == 0].isfinite().all(), (
        "At r = 0 your function is not a number (0/0): give it its limit, √(2/r_cut) kπ/r_cut."
    )

    # Mistakes differ where r > 0; what is wrong at 0 alone is said last.
    away = r > 0
    mistakes = {}
    for sentence, values in _bessel_mistakes(right, r, r_cut, n).items():
        mistakes[sentence] = values[away]
    because = "Not √(2/r_cut) sin(kπr/r_cut)/r."
    expect(
        got[away],
        right[away],
        because=because,
        mistakes=mistakes,
        **tolerance(r),
    )
    expect(
        value,
        right,
        because="At r = 0 the limit is √(2/r_cut) kπ/r_cut.",
        **tolerance(r),
    )


def _bessel_mistakes(right: Tensor, r: Tensor, r_cut: float, n: int) -> dict[str, Tensor]:
    """What the Bessel basis becomes, (E, n), by everything that one gets wrong in it."""
    number = torch.arange(1, n + 1)  # (n,)
    k = number * torch.pi
    column = r[:, None]  # (E, 1)
    x = column / r_cut
    norm = (2 / r_cut) ** 0.5
    smooth = library.polynomial_cutoff(column, r_cut)
    cosine = library.cosine_cutoff(column, r_cut)
    nothing = 0 * right[:, :1]
    shifted = torch.cat([nothing, right[:, :-1]], dim=1)
    return {
        "The division by r is missing.": norm * torch.sin(k * x),
        "The normalisation √(2/r_cut) is missing.": right / norm,
        "The root of the normalisation is missing: √(2/r_cut).": right * norm,
        "k runs from 1 to n, not from 0.": shifted,
        "Divide by r, not by r/r_cut.": right * r_cut,
        "No cutoff function here: it is multiplied later.": right * smooth,
        "No cutoff function here, please.": right * cosine,
        "π is missing in the sine.": norm * torch.sin(number * x) / column,
    }


def examine_cutoff(function: Callable, r: Tensor, r_cut: float, *p: int) -> None:
    """Expect the polynomial cutoff (E,) of `function(r, r_cut)`, or of `function(r, r_cut, p)`."""
    right = library.polynomial_cutoff(r, r_cut, *p)
    x = r / r_cut
    inside = x < 1
    q = p[0] if p else 6

    def polynomial(x: Tensor, sign: int = 1) -> Tensor:
        first = (q + 1) * (q + 2) / 2
        second = sign * q * (q + 2)
        third = q * (q + 1) / 2
        return 1 - x**q * (first - second * x + third * x**2)

    cosine = library.cosine_cutoff(r, r_cut)
    mistakes = {
        "That is the cosine: only its first derivative vanishes at r_cut.": cosine,
        "Beyond r_cut the polynomial grows again: return 0 there.": polynomial(x),
        "The sign of the middle term is plus.": inside * polynomial(x, -1),
        "The variable is r/r_cut.": inside * polynomial(r),
        "p is 6 unless it is given.": library.polynomial_cutoff(r, r_cut, 5),
        "p is given: do not use 6.": library.polynomial_cutoff(r, r_cut, 6),
        "It must fall from 1 to 0, not rise from 0 to 1.": 1 - right,
    }
    value = tensor_call(function, r, r_cut, *p)
    expect(
        value,
        right,
        because="Not the polynomial.",
        mistakes=mistakes,
        **tolerance(r),
    )


def message_trial(seed: int, *, atoms: int = 6) -> Trial:
    """Features (N, 3), shuffled edges (2, E), radial (E, 2), two networks; atom 0 hears nobody."""
    # Some pairs are left out, so that atoms have different numbers of neighbors.
    everyone = itertools.product(range(1, atoms), range(atoms))
    pairs = []
    for i, j in everyone:
        is_left_out = (i * j) % 4 == 3
        if i != j and not is_left_out:
            pairs.append((i, j))

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        order = torch.randperm(len(pairs))
        edges = torch.tensor(pairs).T[:, order]
        message_net = nn.Sequential(
            nn.Linear(5, 4),
            nn.Tanh(),
            nn.Linear(4, 3),
        )
        update_net = nn.Sequential(
            nn.Linear(6, 4),
            nn.Tanh(),
            nn.Linear(4, 3),
        )
        features = torch.randn(atoms, 3)
        radial = torch.randn(len(pairs), 2)
    return features, edges, radial, message_net, update_net


def examine_step(function: Callable, trial: Trial) -> None:
    """Expect one round of messages (N, C) of `function(*trial)`."""
    h, (center, neighbor), radial, message_net, update_net = trial

    def step(heard=neighbor, at=center, *, order=(0, 1), collect="sum", keep=0.0) -> Tensor:
        parts = (h[heard], radial)
        known = torch.cat([parts[k] for k in order], dim=1)
        messages = message_net(known)  # (E, C)
        total = torch.zeros(len(h), messages.shape[1], dtype=h.dtype)
        if collect == "last":
            total[at] += messages
        else:
            index = at[:, None].expand_as(messages)
            total = total.scatter_reduce(0, index, messages, collect, include_self=False)
        new = update_net(torch.cat([h, total], dim=1))
        return (new + keep * h).detach()

    wrong_end = step(at=neighbor)
    own_features = step(heard=center)
    exchanged = step(center, neighbor)
    mistakes = {
        "You averaged the messages: add them up.": step(collect="mean"),
        "You took the largest message: add them up.": step(collect="amax"),
        "You summed at the wrong end: row 0 of edges is the centre, which receives.": wrong_end,
        "The message comes from the neighbour: use its features, not the centre's.": own_features,
        "Both ends are exchanged: row 0 of edges is the centre, row 1 the neighbour.": exchanged,
        "message_net gets the neighbour's features first, then radial.": step(order=(1, 0)),
        "No residual here: update_net alone gives the new features.": step(keep=1.0),
        OVERWRITTEN: step(collect="last"),
    }
    value = tensor_call(function, *trial)
    assert isinstance(value, Tensor), "Return a torch tensor: the networks are to be trained."
    assert value.requires_grad, "The result was cut off from the networks: do not detach it."
    because = "Not update_net(cat[h, Σ message_net(cat[h_neighbour, radial])])."
    expect(
        value,
        step(),
        because=because,
        mistakes=mistakes,
        rtol=1e-4,
        atol=1e-5,
    )


def blind_fault(answer: Any, r_cut: float = 5.0) -> str:
    """Why `answer` is not two shapes that messages of distances take for one; '' if it is."""
    try:
        first, second = (np.asarray(part, dtype=float) for part in answer)
    except (TypeError, ValueError):
        return "Return two arrays of positions: return first, second."

    # Before asking who tells them apart: are they two shapes, of as many atoms?
    is_shape = first.ndim == 2 and first.shape[1:] == (3,) and len(first) <= 16
    if not is_shape or first.shape != second.shape:
        return (
            "Return two arrays of one shape (N, 3), of at most 16 atoms. "
            f"Got {first.shape} and {second.shape}."
        )
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        return "All coordinates must be finite numbers."
    couples = np.triu_indices(len(first), 1)
    r_first = cdist(first, first)[couples]
    r_second = cdist(second, second)[couples]
    distances = np.array([r_first, r_second])
    if (distances < 0.1).any():
        return "Two atoms lie on top of each other: keep them at least 0.1 Å apart."
    if (abs(distances - r_cut) < 1e-3).any():
        return f"A distance lies on the cutoff of {r_cut} Å: stay at least 0.001 Å away from it."

    same = alike(first, second)
    if same:
        return f"These two are {same}: find two different shapes."

    rounds = told_apart([first, second], r_cut)
    if rounds is not None:
        return (
            f"Messages of distances within {r_cut} Å do tell these two apart, "
            f"after {rounds} round(s)."
        )
    return ""
