"""A card as an output of a notebook, and read off one.

Pages take no HTML from a notebook: they make the card anew of the values that stand beside it.
"""

from collections.abc import Mapping

from nbformat import NotebookNode, v4

from mlp_course.checks.cards.card import Card

CARD = "mlp_card"  # where an output keeps the values of its card


def of_card(card: Card) -> NotebookNode:
    """The card as an output of a graded test."""
    shown = {"text/plain": card.text(), "text/html": card.html(remember=False)}
    return v4.new_output("display_data", data=shown, metadata={CARD: card.to_dict()})


def card_in(output: Mapping) -> Card | None:
    """The card that an output has the values of; None if it has none."""
    about = output.get("metadata", {})
    values = about.get(CARD) if isinstance(about, Mapping) else None
    return Card.of_dict(values)
