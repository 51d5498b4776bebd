"""What is still to be done is said in a line or a card, instead of a traceback.

That is an answer cell that is not written, and a test whose answer has not been run.
"""

import re
import sys
import traceback
from types import TracebackType
from typing import Any

from mlp_course.checks.cards.card import OPEN, SIGNS, Card
from mlp_course.checks.cards.showing import show
from mlp_course.checks.exercise import Exercise

CHECK = re.compile(r"(\w+)\.(\w+)\.check\(")


def watch() -> None:
    """From now on, the notebook's cells of these two kinds are told so."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.set_custom_exc((NameError, NotImplementedError), _told)


def _told(
    shell: Any,
    kind: type[BaseException],
    error: NameError | NotImplementedError,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """IPython calls this for such errors: what it shows of others it shows of most of them."""
    card = card_for(error, shell.user_ns) if isinstance(error, NameError) else None
    if card is not None:
        show(card)
        shell._showtraceback(kind, error, [card.one_line])
    elif kind is NotImplementedError and _is_of_the_cell_itself(error):
        shell._showtraceback(kind, error, [f"{SIGNS[OPEN]} {error}"])
    else:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _is_of_the_cell_itself(error: BaseException) -> bool:
    """Whether a line of a cell raised the error, outside all functions."""
    return traceback.extract_tb(error.__traceback__)[-1].name == "<module>"


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
