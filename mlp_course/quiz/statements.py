"""Statements to judge true or false: six for every student, drawn from a larger pool.

A pool is a list of couples. Exactly one statement of a couple is true; which one stands nowhere in
this library, only in the hidden tests. Whole couples are drawn, so half of everybody's statements
are true and an answer that calls all of them true (or all false) is worth nothing.
"""

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np

from mlp_course.exercises.dice import dice
from mlp_course.exercises.expect import entries
from mlp_course.quiz.questions import POOLS

COUPLES = 3  # drawn for every student


def draw(pool: str, student: str, after: Sequence[str] = ()) -> dict[str, str]:
    """The statements of `student`: letter -> key in `POOLS[pool]`; the same name draws the same.

    None of those that the same student drew from the pools `after`, in earlier lessons, comes again.

    >>> list(draw("q29", "Ada"))
    ['a', 'b', 'c', 'd', 'e', 'f']
    >>> draw("q29", "Ada") == draw("q29", " ada ")
    True
    >>> set(draw("q29", "Ada").values()) & set(draw("q29", "Ada", after=["q29"]).values())
    set()
    """
    chance = dice(pool, student)
    met = {key for earlier in after for key in draw(earlier, student).values()}
    fresh = [couple for couple in POOLS[pool] if not met.intersection(couple)]
    keys = [key for couple in chance.sample(fresh, COUPLES) for key in couple]
    chance.shuffle(keys)
    return dict(zip("abcdefghijkl", keys, strict=False))


def show(pool: str, student: str, after: Sequence[str] = ()) -> None:
    """Print the statements of `student` (as in `draw`), and a line to copy the judgements into."""
    drawn = draw(pool, student, after)
    texts = {key: text for couple in POOLS[pool] for key, text in couple.items()}
    for letter, key in drawn.items():
        print(textwrap.fill(f"{letter}  {texts[key]}", width=100, subsequent_indent="   "))
    blank = ", ".join(f'"{letter}": ...' for letter in drawn)
    print(f"\n{pool}_statements = {{{blank}}}")


def unjudged(judgements: object, drawn: Mapping[str, str]) -> str:
    """A sentence about the first thing missing in `judgements`; empty when all letters have True or False.

    NotImplementedError while `judgements` is None: the exercise is still open.

    >>> unjudged({"a": True}, {"a": "mirror", "b": "wind"})
    'Statement b is not judged yet: give it True or False.'
    """
    __tracebackhide__ = True
    if judgements is None:
        entries(judgements)
    if not isinstance(judgements, Mapping):
        return f"Write your judgements as a dictionary: {{'a': True, 'b': False, ...}}. Got {type(judgements).__name__}."
    for letter in drawn:
        if letter not in judgements:
            return f"Statement {letter} is not judged yet: give it True or False."
        if not isinstance(judgements[letter], bool | np.bool_):
            return f"Statement {letter} needs True or False, without quotation marks. Got {judgements[letter]!r}."
    surplus = sorted(str(letter) for letter in judgements if letter not in drawn)
    return (
        f"There is no statement {surplus[0]}: your statements are {', '.join(drawn)}."
        if surplus
        else ""
    )


def mark(
    judgements: Mapping[str, bool], drawn: Mapping[str, str], truth: Mapping[str, tuple[bool, str]]
) -> float:
    """The share of points earned, max(0, right - wrong) / n; prints one sentence about every statement.

    `truth` maps the key of a statement to whether it holds and why.
    """
    balance = 0
    for letter, key in drawn.items():
        holds, why = truth[key]
        right = letter in judgements and bool(judgements[letter]) == holds
        balance += 1 if right else -1
        print(
            textwrap.fill(
                f"{letter}  {'right' if right else 'WRONG'}: {why}",
                width=100,
                subsequent_indent="   ",
            )
        )
    return max(0, balance) / len(drawn)
