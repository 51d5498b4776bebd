"""A test whose answer has not been run: a card says so, instead of a NameError."""

import re
import sys
import traceback
from types import TracebackType
from typing import Any

from mlp_course.checks.cards.card import OPEN, Card
from mlp_course.checks.cards.showing import show
from mlp_course.checks.exercise import Exercise

CHECK = re.compile(r"(\w+)\.(\w+)\.check\(")


def watch() -> None:
    """From now on, the notebook's NameErrors in a test cell are told by a card."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.set_custom_exc((NameError,), _told)


def _told(
    shell: Any,
    kind: type[BaseException],
    error: NameError,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """IPython calls this for a NameError: a card if it is a test's, else what IPython shows."""
    card = card_for(error, shell.user_ns)
    if card is None:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    show(card)
    shell._showtraceback(kind, error, [card.one_line])


def card_for(error: NameError, space: dict[str, Any]) -> Card | None:
    """What to show if a test cell met a name that is not there; None for any other NameError."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    called = CHECK.search(last.line or "")
    if last.name != "<module>" or not called:
        return None
    exercise = getattr(space.get(called[1]), called[2], None)
    if not isinstance(exercise, Exercise):
        return None
    sentence = (
        f"`{error.name}` is not there yet: run the cell above in which it is written, and the "
        "cells before it (Run, Run All Above Selected Cell)."
    )
    return Card(OPEN, exercise.name, exercise.title, exercise.points, sentence)
