"""Whatever comes from an answer is a plain value or a refusal, be it mutated at random."""

import json
import random
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from ase import Atoms
from ase.build import molecule
from ase.calculators.singlepoint import SinglePointCalculator
from torch import nn

from mlp_course.grading.judge.errors import StoppedError
from mlp_course.grading.judge.mirror import mirrored
from mlp_course.grading.judge.remote import Remote, RemoteFunction
from mlp_course.grading.judge.values.decoder import Decoder, Other
from mlp_course.grading.judge.values.encoder import Encoder
from mlp_course.grading.judge.values.plain import MOST_PARTS, RefusedError
from mlp_course.grading.judge.wire import HEAD, EndedError, LateError, Wire, dumped, loaded

EXACT = (
    type(None),
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    range,
    type(...),
    np.ndarray,
    torch.Tensor,
    Atoms,
    RemoteFunction,
)
LISTS = (list, tuple, set, frozenset)
ODD = [
    None,
    True,
    -1,
    0,
    3,
    10**18,
    2**70,
    -(2**70),
    0.5,
    float("nan"),
    float("inf"),
    "",
    "list",
    "a\ud800",
    "<f8",
    "|O",
    "<U0",
    "f4,f4",
    "__class__",
    [],
    {},
    [[]],
    ["list", []],
    ["array", "<f8", [1], 0, 8],
    ["function", 1, "f", ""],
    {"list": []},
]
FOUND = {"result": 3, "changed": [], "leaves": [], "weights": [], "files": None}


def labelled() -> Atoms:
    """A structure with labels."""
    atoms = molecule("H2O")
    atoms.calc = SinglePointCalculator(atoms, energy=-1.5, forces=np.ones((3, 3)))
    return atoms


VALUES = [
    [1, 2.5, "a", None, (1 + 2j, b"xy"), {3}, frozenset("a"), range(3), ...],
    {"a": np.arange(6.0).reshape(2, 3), (1, 2): np.float32(3)},
    [np.array(["Si", "O"]), np.array([1, [2, 3]], dtype=object)],
    [torch.ones(2, 3), torch.ones(3, requires_grad=True), torch.ones(2, dtype=torch.bfloat16)],
    labelled(),
    nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)),
    [print, iter([1, 2]), object()],
]


def encoded(value: object) -> tuple:
    """A tree and its bytes."""
    encoder = Encoder(lambda kept: 1)
    return encoder.encode(value), bytes(encoder.blob)


def decoder(blob: bytes) -> Decoder:
    """As a `Remote` makes it."""
    return Decoder(
        blob,
        lambda handle, name, place: RemoteFunction(None, handle, name, place),
        lambda handle, name, parts: mirrored(None, handle, name, parts),
        lambda handle, data: data,
    )


def mutated(tree: object, rng: random.Random) -> object:
    """The tree with one place in it changed."""
    places: list = []

    def collect(part: object) -> None:
        keys = list(part) if isinstance(part, dict) else range(len(part))
        for key in keys:
            places.append((part, key))
            if isinstance(part[key], list | dict):
                collect(part[key])

    copy = json.loads(json.dumps([tree]))
    collect(copy)
    part, key = rng.choice(places)
    way = rng.randrange(4)
    if way == 0 and isinstance(part[key], int):
        part[key] += rng.choice([-1, 1, 8, 10**9])
    elif way == 1 and isinstance(part, list):
        part.insert(key, rng.choice(ODD))
    elif way == 2 and isinstance(part, list) and part is not copy:
        del part[key]
    else:
        part[key] = rng.choice(ODD)
    return json.loads(json.dumps(copy[0]))


def is_plain(value: object) -> bool:
    """Whether this is of exact types that the judge built, through and through."""
    if type(value) in LISTS:
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(is_plain(key) and is_plain(entry) for key, entry in value.items())
    if type(value) is np.ndarray and value.dtype == object:
        return all(map(is_plain, value.ravel().tolist()))
    if type(value) is type(iter([])):
        return all(map(is_plain, value))
    if isinstance(value, np.generic | Other):
        return type(value).__module__ in ("numpy", Other.__module__)
    return type(value) in EXACT or type(value).__name__ == "Mirror"


@pytest.mark.parametrize("seed", range(6))
def test_mutated_trees_give_plain_values_or_are_refused(seed):
    rng = random.Random(seed)
    refused = 0
    for _ in range(700):
        tree, blob = encoded(rng.choice(VALUES))
        for _ in range(rng.randint(1, 4)):
            tree = mutated(tree, rng)
        if rng.random() < 0.2:
            blob = blob[: rng.randint(0, len(blob))]
        try:
            assert is_plain(decoder(blob).decode(tree)), tree
        except RefusedError as refusal:
            refused += 1
            assert len(str(refusal)) < 500
    # Else nothing would have been tried, or nothing got through.
    assert 100 < refused < 680


def test_what_is_not_mutated_is_plain_and_not_refused():
    for value in VALUES:
        tree, blob = encoded(value)
        assert is_plain(decoder(blob).decode(json.loads(json.dumps(tree))))


@contextmanager
def answered(*messages: tuple) -> Iterator[Remote]:
    """A judge's end at which these messages are all that ever comes."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for tree, blob in messages:
            Wire(theirs).send(dumped(tree), blob)
        theirs.shutdown(socket.SHUT_WR)
        yield Remote(Wire(ours), None, patience=5.0)


def outcome(remote: Remote) -> str:
    """What comes of asking for a function and calling it; plain, if it is a value."""
    try:
        function = remote.look(["f"]).get("f")
        if remote.unreadable:
            raise remote.unreadable["f"]
        assert is_plain(function)
        if isinstance(function, RemoteFunction):
            assert is_plain(function([0]))
    except (RefusedError, StoppedError) as error:
        return type(error).__name__
    except Exception as error:
        if not getattr(error, "is_the_answers", False):
            raise
        return "raised"
    return "value"


@pytest.mark.parametrize("seed", range(4))
def test_mutated_replies_are_values_refusals_or_errors_of_the_answers(seed):
    rng = random.Random(seed)
    look = ["done", [["f", ["function", 1, "f", ""], ""]]]
    others = [
        ["done", FOUND],
        ["done", FOUND | {"changed": [[0, ["list", [1]]]], "weights": [[1, "w", None, None]]}],
        ["ask", 1, ["list", [["list", []], ["dict", []]]]],
        ["refused", "too much"],
        ["raised", ["KeyError", "Exception"], ["list", ["a"]], [1, 2]],
    ]
    outcomes = set()
    for _ in range(250):
        replies = [(mutated(rng.choice(others), rng), bytes(8)) for _ in range(3)]
        first = mutated(look, rng) if rng.random() < 0.3 else look
        with answered((first, b""), *replies) as remote:
            outcomes.add(outcome(remote))
    assert outcomes == {"value", "RefusedError", "StoppedError", "raised"}


@pytest.mark.parametrize("seed", range(4))
def test_bytes_at_random_end_the_connection(seed):
    rng = random.Random(seed)
    for _ in range(100):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(rng.randbytes(rng.randint(0, 100)))
            theirs.shutdown(socket.SHUT_WR)
            with pytest.raises(EndedError):
                loaded(Wire(ours).receive(1.0)[0])


@pytest.mark.parametrize(
    "head",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"1" * 5000,
        b"\xff",
        b"",
        b"[NaN, Infinity",
        b'"\\ud800',
    ],
    ids=["lists", "tables", "digits", "no text", "nothing", "half a list", "half a text"],
)
def test_no_tree_ends_the_connection(head):
    with pytest.raises(EndedError):
        loaded(head)


@pytest.mark.parametrize("lengths", [(2**63, 0), (0, 2**63), (2**27, 2**30)])
def test_what_says_it_is_too_large_is_not_read(lengths):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(HEAD.pack(*lengths))
        with pytest.raises(EndedError):
            Wire(ours).receive(1.0)


def test_a_byte_at_a_time_is_not_waited_for_longer_than_a_reply_may_take():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack("<QQ", 10**6, 0) + b"[")
        with pytest.raises(LateError):
            Wire(ours).receive(0.05)


@pytest.mark.parametrize(
    "tree",
    [
        ["range", 0, 10**18, 1],
        ["range", 0, 2**70, 1],
        ["array", "<U0", [10**15], 0, 0],
        ["module", 1, "net", [[str(n), "", []] for n in range(20_000)]],
        ["list", [0] * (MOST_PARTS + 1)],
        ["list", [["array", "<f8", [2**24], 0, 2**27]] * 10_000],
    ],
    ids=["range", "range too long for len()", "nothings", "network", "list", "the same bytes"],
)
def test_little_that_would_become_much_is_refused(tree):
    blob = bytes(2**27) if tree[0] == "list" else b""
    with pytest.raises(RefusedError):
        decoder(blob).decode(tree)
