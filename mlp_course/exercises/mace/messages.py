"""Trials of what students write about messages: radial functions, one round of messages, shapes that look alike."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation
from torch import Tensor, nn

from mlp_course import radial as library
from mlp_course.descriptors.counterexamples.degenerate import partners
from mlp_course.exercises.expect import expect
from mlp_course.exercises.expect_tensor import OVERWRITTEN, tensor_call, tolerance

SAME = 1e-6  # Å: distances closer than this count as equal


def examine_bessel(function: Callable, r: Tensor, r_cut: float, n: int) -> None:
    """Expect the Bessel basis (E, n) of `function(r, r_cut, n)`, at r = 0 too."""
    __tracebackhide__ = True
    right, k, x = (
        library.bessel_basis(r, r_cut, n),
        torch.arange(1, n + 1) * torch.pi,
        r[:, None] / r_cut,
    )
    value = tensor_call(function, r, r_cut, n)
    got = torch.as_tensor(np.asarray(value.detach() if isinstance(value, Tensor) else value))
    if got.shape != right.shape:
        expect(value, right)
    assert got[r == 0].isfinite().all(), (
        "At r = 0 your function is not a number (0/0): give it its limit, √(2/r_cut) kπ/r_cut."
    )
    wrong = {
        "The division by r is missing.": (2 / r_cut) ** 0.5 * torch.sin(k * x),
        "The normalisation √(2/r_cut) is missing.": right / (2 / r_cut) ** 0.5,
        "The root of the normalisation is missing: √(2/r_cut).": right * (2 / r_cut) ** 0.5,
        "k runs from 1 to n, not from 0.": torch.cat([0 * right[:, :1], right[:, :-1]], dim=1),
        "Divide by r, not by r/r_cut.": right * r_cut,
        "No cutoff function here: it is multiplied later.": right
        * library.polynomial_cutoff(r, r_cut)[:, None],
        "No cutoff function here, please.": right * library.cosine_cutoff(r, r_cut)[:, None],
        "π is missing in the sine.": (2 / r_cut) ** 0.5 * torch.sin(k / torch.pi * x) / r[:, None],
    }
    away = r > 0
    mistakes = {sentence: values[away] for sentence, values in wrong.items()}
    expect(
        got[away],
        right[away],
        because="Not √(2/r_cut) sin(kπr/r_cut)/r.",
        mistakes=mistakes,
        **tolerance(r),
    )
    expect(value, right, because="At r = 0 the limit is √(2/r_cut) kπ/r_cut.", **tolerance(r))


def examine_cutoff(function: Callable, r: Tensor, r_cut: float, *p: int) -> None:
    """Expect the polynomial cutoff (E,) of `function(r, r_cut)`, or of `function(r, r_cut, p)`."""
    __tracebackhide__ = True
    right, x, q = library.polynomial_cutoff(r, r_cut, *p), r / r_cut, (p or (6,))[0]
    inside = x < 1

    def polynomial(x, sign=1):
        return 1 - x**q * ((q + 1) * (q + 2) / 2 - sign * q * (q + 2) * x + q * (q + 1) / 2 * x**2)

    mistakes = {
        "That is the cosine: only its first derivative vanishes at r_cut.": library.cosine_cutoff(
            r, r_cut
        ),
        "Beyond r_cut the polynomial grows again: return 0 there.": polynomial(x),
        "The sign of the middle term is plus.": inside * polynomial(x, -1),
        "The variable is r/r_cut.": inside * polynomial(r),
        "p is 6 unless it is given.": library.polynomial_cutoff(r, r_cut, 5),
        "p is given: do not use 6.": library.polynomial_cutoff(r, r_cut, 6),
        "It must fall from 1 to 0, not rise from 0 to 1.": 1 - right,
    }
    expect(
        tensor_call(function, r, r_cut, *p),
        right,
        because="Not the polynomial.",
        mistakes=mistakes,
        **tolerance(r),
    )


def message_trial(
    seed: int, *, atoms: int = 6
) -> tuple[Tensor, Tensor, Tensor, nn.Module, nn.Module]:
    """Features (N, 3), edges (2, E) in random order, radial (E, 2) and two small networks; atom 0 hears nobody."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        edges = torch.tensor(
            [(i, j) for i in range(1, atoms) for j in range(atoms) if i != j and (i * j) % 4 != 3]
        ).T
        edges = edges[:, torch.randperm(edges.shape[1])]
        message_net = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3))
        update_net = nn.Sequential(nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 3))
        return torch.randn(atoms, 3), edges, torch.randn(edges.shape[1], 2), message_net, update_net


def examine_step(function: Callable, trial: tuple) -> None:
    """Expect one round of messages (N, C) of `function(features, edges, radial, message_net, update_net)`."""
    __tracebackhide__ = True
    h, (center, neighbor), radial, message_net, update_net = trial
    n = len(h)

    def step(heard=neighbor, at=center, *, order=(0, 1), collect="sum", keep=0.0):
        parts = [h[heard], radial]
        messages = message_net(torch.cat([parts[k] for k in order], dim=1))
        total = torch.zeros(n, messages.shape[1], dtype=h.dtype)
        if collect == "last":
            total[at] += messages
        else:
            index = at[:, None].expand_as(messages)
            total = total.scatter_reduce(0, index, messages, collect, include_self=False)
        return (update_net(torch.cat([h, total], dim=1)) + keep * h).detach()

    right = step()
    mistakes = {
        "You averaged the messages: add them up.": step(collect="mean"),
        "You took the largest message: add them up.": step(collect="amax"),
        "You summed at the wrong end: row 0 of edges is the centre, which receives.": step(
            at=neighbor
        ),
        "The message comes from the neighbour: use its features, not the centre's.": step(
            heard=center
        ),
        "Both ends are exchanged: row 0 of edges is the centre, row 1 the neighbour.": step(
            center, neighbor
        ),
        "message_net gets the neighbour's features first, then radial.": step(order=(1, 0)),
        "No residual here: update_net alone gives the new features.": step(keep=1.0),
        OVERWRITTEN: step(collect="last"),
    }
    value = tensor_call(function, *trial)
    assert isinstance(value, Tensor), "Return a torch tensor: the networks are to be trained."
    assert value.requires_grad, "The result was cut off from the networks: do not detach it."
    because = "Not update_net(cat[h, Σ message_net(cat[h_neighbour, radial])])."
    expect(value, right, because=because, mistakes=mistakes, rtol=1e-4, atol=1e-5)


def blind_fault(answer: object, r_cut: float = 5.0) -> str:
    """What keeps `answer` from being two shapes alike to messages of distances, in a sentence; '' if nothing does."""
    try:
        first, second = (np.asarray(part, dtype=float) for part in answer)
    except (TypeError, ValueError):
        return "Return two arrays of positions: return first, second."
    if first.ndim != 2 or first.shape[1:] != (3,) or first.shape != second.shape or len(first) > 16:
        return f"Return two arrays of one shape (N, 3), of at most 16 atoms. Got {first.shape} and {second.shape}."
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        return "All coordinates must be finite numbers."
    r = [cdist(part, part)[np.triu_indices(len(part), 1)] for part in (first, second)]
    if len(first) > 1 and min(r[0].min(), r[1].min()) < 0.1:
        return "Two atoms lie on top of each other: keep them at least 0.1 Å apart."
    if len(first) > 1 and min(abs(part - r_cut).min() for part in r) < 1e-3:
        return f"A distance lies on the cutoff of {r_cut} Å: stay at least 0.001 Å away from it."
    matching = partners(first, second)
    if matching is not None:
        moved = second[matching] - second[matching].mean(axis=0)
        mirrored = (
            Rotation.align_vectors(first - first.mean(axis=0), moved)[1] > 1e-2
            if len(first) > 3
            else False
        )
        kind = (
            "mirror images"
            if mirrored
            else "the same shape, but for a rotation, a shift or other labels"
        )
        return f"These two are {kind}: find two different shapes."
    if (rounds := told_apart([first, second], r_cut)) is not None:
        return f"Messages of distances within {r_cut} Å do tell these two apart, after {rounds} round(s)."
    return ""


def told_apart(shapes: Sequence[ArrayLike], r_cut: float) -> int | None:
    """After how many rounds of messages two shapes of one element differ, if the messages know distances; None: never.

    The best that a network can do is to give every different surrounding another feature: colour refinement,
    B. Weisfeiler and A. Leman (1968); K. Xu et al., arXiv:1810.00826 (2018).
    """
    distances = [cdist(shape, shape) for shape in shapes]
    values = np.sort(np.concatenate([d[d > 0] for d in distances]))
    edges = values[1:][
        np.diff(values) > SAME
    ]  # a value from which on the next kind of distance begins
    kinds = [np.searchsorted(edges, d, side="right") for d in distances]
    near = [(d > 0) & (d < r_cut) for d in distances]
    colours = [[0] * len(d) for d in distances]
    for rounds in range(1, 1 + sum(map(len, colours))):
        heard = [
            [
                (own, *sorted(zip(k[n].tolist(), np.array(colour)[n].tolist(), strict=True)))
                for own, k, n in zip(colour, kind, neighbors, strict=True)
            ]
            for colour, kind, neighbors in zip(colours, kinds, near, strict=True)
        ]
        names = {
            surrounding: k
            for k, surrounding in enumerate(sorted({s for part in heard for s in part}))
        }
        colours = [[names[surrounding] for surrounding in part] for part in heard]
        if Counter(colours[0]) != Counter(colours[1]):
            return rounds
    return None
