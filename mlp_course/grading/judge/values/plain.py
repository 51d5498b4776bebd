"""Plain data, the only thing that an answer can give to its judge.

An `encoder` makes of a value a tree for JSON, and bytes beside it. A `decoder` rebuilds the value
from both, piece by piece, of the types that stand here: nothing is unpickled, nothing is evaluated,
all is bounded. A tree is None, True, False, a number, a text, or a list that begins with
a word:

    ["complex", real, imaginary]             ["bytes", start, length]
    ["array", dtype, shape, start, length]   ["number", ...] of NumPy, the same
    ["objects", shape, [trees]]              an array of other things
    ["tensor", dtype, shape, start, length, handle or None]   a handle if it can be differentiated
    ["list" | "tuple" | "set" | "frozenset" | "iterator", [trees]]
    ["range", start, stop, step]             ["ellipsis"]
    ["dict", [[key, value], ...]]            ["atoms", {what an ase.Atoms is made of}]
    ["function", handle, name, of_library]   ["module", handle, name, parts]
    ["other", class, text]                   what is none of these: it has a name, and no more
"""

from typing import Any

DEEPEST = 60  # lists inside lists
MOST_PARTS = 2_000_000
MOST_MODULES = 10_000  # parts of a network
MOST_BYTES = 256 * 2**20
LONGEST_NAME = 80
LONGEST_REPR = 500
NUMERIC = "biufc"
TEXT = "SU"
# torch's name of a type, and the type of NumPy that carries it
CARRIED = {
    "float16": "float16",
    "bfloat16": "float32",
    "float32": "float32",
    "float64": "float64",
    "complex64": "complex64",
    "complex128": "complex128",
    "uint8": "uint8",
    "int8": "int8",
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "bool": "bool",
}
Tree = Any


class RefusedError(TypeError):
    """What an answer gave is no plain data, or too much of it; the text is for the student."""

    is_a_sentence = True  # see `Exercise.card_for`
