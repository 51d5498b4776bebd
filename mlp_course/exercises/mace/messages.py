"""Trials of one round of messages, and of shapes that look alike."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from scipy.spatial.distance import cdist
from torch import Tensor, nn

from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.expect_tensor import OVERWRITTEN, tensor_call
from mlp_course.checks.answers.kinds import an_array
from mlp_course.exercises.mace.lookalikes import alike, told_apart

# Features (N, C), edges (2, E), radial (E, K), the network of messages and that of the update
Trial = tuple[Tensor, Tensor, Tensor, nn.Module, nn.Module]


def message_trial(seed: int, *, atoms: int = 6) -> Trial:
    """Features (N, 3), shuffled edges (2, E), radial (E, 2), two networks.

    Messages (E, 4) have another size than features. The first atom and the last hear nobody.
    """
    # Some pairs are left out, so that atoms have different numbers of neighbors. The last atom is
    # alone: how many there are cannot be read off the edges.
    everyone = itertools.product(range(1, atoms - 1), range(atoms - 1))
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
            nn.Linear(4, 4),
        )
        update_net = nn.Sequential(
            nn.Linear(7, 4),
            nn.Tanh(),
            nn.Linear(4, 3),
        )
        features = torch.randn(atoms, 3)
        radial = torch.randn(len(pairs), 2)
    return features, edges, radial, message_net, update_net


def examine_step(function: Callable, trial: Trial) -> None:
    """Expect one round of messages (N, C) of `function(*trial)`."""
    value = _stepped(function, trial)
    assert isinstance(value, Tensor), "Return a torch tensor: the networks are to be trained."
    assert value.requires_grad, "The result was cut off from the networks: do not detach it."
    expect(
        value,
        _step(trial),
        because="Not update_net(cat[h, Σ message_net(cat[h_neighbour, radial])]).",
        mistakes=_step_mistakes(trial),
        rtol=1e-4,
        atol=1e-5,
    )


def _step_mistakes(trial: Trial) -> dict[str, Tensor]:
    """What wrong rounds give (N, C)."""
    center, neighbor = trial[1]
    wrong_end = _step(trial, at=neighbor)
    own_features = _step(trial, heard=center)
    exchanged = _step(trial, heard=center, at=neighbor)
    return {
        "You averaged the messages: add them up.": _step(trial, collect="mean"),
        "You took the largest message: add them up.": _step(trial, collect="amax"),
        "You summed at the wrong end: row 0 of edges is the centre, which receives.": wrong_end,
        "The message comes from the neighbour: use its features, not the centre's.": own_features,
        "Both ends are exchanged: row 0 of edges is the centre, row 1 the neighbour.": exchanged,
        "message_net gets the neighbour's features first, then radial.": _step(trial, order=(1, 0)),
        "No residual here: update_net alone gives the new features.": _step(trial, keep=1.0),
        "You added up first and asked message_net once for each atom: every pair makes a message "
        "of its own, and the messages are added up.": _summed_first(trial),
        OVERWRITTEN: _step(trial, collect="last"),
    }


def _step(
    trial: Trial,
    *,
    heard: Tensor | None = None,  # (E,) whose features are sent; the neighbours' by default
    at: Tensor | None = None,  # (E,) where messages are added up; at the centres by default
    order: tuple[int, int] = (0, 1),
    collect: str = "sum",
    keep: float = 0.0,
) -> Tensor:
    """One round, with something wrong on demand."""
    h, (center, neighbor), radial, message_net, update_net = trial
    heard = neighbor if heard is None else heard
    at = center if at is None else at
    parts = (h[heard], radial)
    messages = message_net(torch.cat([parts[k] for k in order], dim=1))  # (E, M)

    total = torch.zeros(len(h), messages.shape[1], dtype=h.dtype)
    if collect == "last":
        total[at] += messages
    else:
        index = at[:, None].expand_as(messages)
        total = total.scatter_reduce(0, index, messages, collect, include_self=False)
    new = update_net(torch.cat([h, total], dim=1))
    return (new + keep * h).detach()


def _summed_first(trial: Trial) -> Tensor:
    """Features are added up, and then one message is made for each atom."""
    h, (center, neighbor), radial, message_net, update_net = trial
    known = torch.cat([h[neighbor], radial], dim=1)
    index = center[:, None].expand_as(known)
    collected = torch.zeros(len(h), known.shape[1], dtype=h.dtype)
    message = message_net(collected.scatter_add(0, index, known))
    return update_net(torch.cat([h, message], dim=1)).detach()


def _stepped(function: Callable, trial: Trial) -> Any:
    """What one round gives; errors of shape get a sentence."""
    features = trial[0]
    try:
        value = tensor_call(function, *trial)
    except (RuntimeError, IndexError) as error:
        text = str(error)
        if not any(word in text for word in ("shape", "size", "dimension", "index", "expand")):
            raise
        raise AssertionError(
            "Your sums do not fit: there is one row for each row of `features` (an atom may have "
            "no edge), and messages need not be as long as features. PyTorch says: "
            f"{text.splitlines()[0]}"
        ) from error
    rows = len(value) if getattr(value, "ndim", 0) else 0
    assert rows == len(features), (
        f"There are {len(features)} atoms, yours are {rows}: take their number from `features`, "
        "since an atom may have no edge."
    )
    return value


def blind_fault(answer: Any, r_cut: float = 5.0) -> str:
    """Why `answer` is not two shapes that messages of distances take for one; '' if it is."""
    try:
        first, second = (an_array(part) for part in answer)
    except (AssertionError, TypeError, ValueError):
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
