"""Where a card is shown: below the cell that runs, or wherever cards are collected."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from mlp_course.checks.cards.card import Card

_collected: ContextVar[list[Card] | None] = ContextVar("collected", default=None)


def show(card: Card, only_collected: bool = False) -> None:
    """Show the card in the notebook, or as text where there is none."""
    cards = _collected.get()
    if cards is not None:
        cards.append(card)
        return
    if only_collected:
        return
    from IPython.display import display

    display(card)


@contextlib.contextmanager
def collected() -> Iterator[list[Card]]:
    """A list of the cards that are shown within, which appear nowhere else."""
    cards: list[Card] = []
    token = _collected.set(cards)
    try:
        yield cards
    finally:
        _collected.reset(token)
