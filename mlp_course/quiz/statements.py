"""Statements to judge true or false: six for every student, drawn from a larger pool.

A pool is a list of couples. Exactly one statement of a couple is true; which one stands nowhere in
this library, only in the hidden tests. Whole couples are drawn, so half of everybody's statements
are true and an answer that calls all of them true (or all false) is worth nothing.
"""

import textwrap
from collections.abc import Mapping, Sequence
from string import ascii_lowercase

import numpy as np

from mlp_course.checks.answers.dice import dice
from mlp_course.checks.answers.expect import entries
from mlp_course.checks.cards.comparison import shown
from mlp_course.checks.cards.wording import shortened
from mlp_course.quiz.questions import POOLS

COUPLES = 3  # drawn for every student


def draw(pool: str, student: str, after: Sequence[str] = ()) -> dict[str, str]:
    """The statements of `student`: letter -> key in `POOLS[pool]`; the same name draws the same.

    None of those that the same student drew from the pools `after`, in earlier lessons, comes
    again.

    >>> list(draw("q29", "Ada"))
    ['a', 'b', 'c', 'd', 'e', 'f']
    >>> draw("q29", "Ada") == draw("q29", " ada ")
    True
    >>> set(draw("q29", "Ada").values()) & set(draw("q29", "Ada", after=["q29"]).values())
    set()
    """
    met: set[str] = set()
    for earlier in after:
        met.update(draw(earlier, student).values())
    fresh = [couple for couple in POOLS[pool] if not met.intersection(couple)]

    # Couples are torn apart, or one statement of a pair would give the other away.
    chance = dice(pool, student)
    keys = []
    for couple in chance.sample(fresh, COUPLES):
        keys += couple
    chance.shuffle(keys)
    return dict(zip(ascii_lowercase, keys, strict=False))


def show(pool: str, student: str, after: Sequence[str] = ()) -> None:
    """Print the statements of `student` (as in `draw`), and a line to copy the judgements into."""
    drawn = draw(pool, student, after)
    texts: dict[str, str] = {}
    for couple in POOLS[pool]:
        texts |= couple
    for letter, key in drawn.items():
        _print(letter, texts[key])
    blank = ", ".join(f'"{letter}": ...' for letter in drawn)
    print(f"\n{pool}_statements = {{{blank}}}")


def unjudged(judgements: object, drawn: Mapping[str, str]) -> str:
    """A sentence about the first thing missing in `judgements`.

    It is empty when all letters have True or False. Raises NotImplementedError while `judgements`
    is None: the exercise is still open.

    >>> unjudged({"a": True}, {"a": "mirror", "b": "wind"})
    'Statement b is not judged yet: give it True or False.'
    """
    if judgements is None:
        entries(judgements)
    if not isinstance(judgements, Mapping):
        return (
            "Write your judgements as a dictionary: {'a': True, 'b': False, ...}. "
            f"Got {type(judgements).__name__}."
        )
    for letter in drawn:
        if letter not in judgements:
            return f"Statement {letter} is not judged yet: give it True or False."
        if not isinstance(judgements[letter], bool | np.bool_):
            return (
                f"Statement {letter} needs True or False, without quotation marks. "
                f"Got {shown(judgements[letter])}."
            )
    surplus = sorted(str(letter) for letter in judgements if letter not in drawn)
    if surplus:
        letter = shortened(surplus[0], 20)
        return f"There is no statement {letter}: your statements are {', '.join(drawn)}."
    return ""


def judged(pool: str, judgements: object, student: str, after: Sequence[str] = ()) -> str:
    """What to say of judgements that are complete; AssertionError if they are not.

    NotImplementedError while they are None, as in `unjudged`.
    """
    missing = unjudged(judgements, draw(pool, student, after))
    assert not missing, missing
    return "All six are judged; whether rightly so is told when this is graded."


def mark(
    judgements: Mapping[str, bool],
    drawn: Mapping[str, str],
    truth: Mapping[str, tuple[bool, str]],
) -> float:
    """The share of points earned, max(0, right - wrong) / n.

    `truth` maps the key of a statement to whether it holds and why. Prints one sentence about every
    statement.
    """
    balance = 0
    for letter, key in drawn.items():
        holds, why = truth[key]
        if letter in judgements and bool(judgements[letter]) == holds:
            balance += 1
            _print(letter, f"right: {why}")
        else:
            balance -= 1
            _print(letter, f"WRONG: {why}")
    return max(0, balance) / len(drawn)


def _print(letter: str, text: str) -> None:
    """What there is to say of a statement, indented below its letter."""
    print(textwrap.fill(f"{letter}  {text}", width=100, subsequent_indent="   "))
