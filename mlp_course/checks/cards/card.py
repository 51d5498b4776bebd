"""One card for one test: its state, the sentence, got beside expected, hints, the own lines."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from mlp_course.checks.cards import pages
from mlp_course.checks.cards.comparison import Comparison, Row
from mlp_course.checks.cards.frames import Frame
from mlp_course.checks.cards.wording import shortened, writable

RIGHT = "right"
COMPLETE = "complete"
WRONG = "wrong"
OPEN = "open"
STOPPED = "stopped"
SIGNS = {RIGHT: "✓", COMPLETE: "✓", WRONG: "✗", OPEN: "○", STOPPED: "✗"}
LONGEST_SENT = 5000  # characters of one text, and
MOST_SENT = 50  # lines of one table, of a card that was sent
# What MathJax leaves alone: dollars in what an answer says are no formula.
NO_FORMULAS = "mathjax_ignore tex2jax_ignore"
WORDS = {
    RIGHT: "Right",
    COMPLETE: "Complete",
    WRONG: "Not yet right",
    OPEN: "Still open",
    STOPPED: "Stopped by an error",
}


@dataclass(frozen=True)
class Card:
    """What a test says. `name` is the item's; `points` is what it is worth."""

    state: str
    name: str
    title: str
    points: float
    sentence: str = ""
    comparison: Comparison | None = None
    hints: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What Jupyter asks for: a page, and the same as text."""
        return {"text/html": self.html(), "text/plain": self.text()}

    def __repr__(self) -> str:
        return self.text()

    @property
    def head(self) -> str:
        """The first line: how it stands with which exercise."""
        return f"{SIGNS[self.state]} {WORDS[self.state]} · {self.title} ({worth(self.points)})"

    @property
    def one_line(self) -> str:
        """What stands for the traceback: the card above it has said the rest."""
        return f"{SIGNS[self.state]} {self.name}: {WORDS[self.state].lower()}, see the card above."

    def text(self) -> str:
        """For a terminal."""
        lines = [self.head]
        if self.sentence:
            lines.append(self.sentence)
        if self.comparison:
            lines.append(self.comparison.text())
        lines += [frame.text() for frame in self.frames]
        if self.hints and self.state not in (RIGHT, COMPLETE):
            lines.append(f"Hints, one at a time: exercise.{self.name}.hint()")
        return "\n".join(lines)

    def html(self, remember: bool = True) -> str:
        """As an element of a page.

        With `remember`, hints that were opened are open the next time; only the browser knows.
        """
        parts = [f"<p class='mlp-head'>{self._head_html()}</p>"]
        if self.sentence:
            parts.append(f"<p class='mlp-said'>{pages.marked_up(self.sentence)}</p>")
        if self.comparison:
            parts.append(pages.comparison(self.comparison))
        if self.hints and self.state not in (RIGHT, COMPLETE):
            parts.append(pages.hints(self.name, self.hints, remember))
        if self.frames:
            parts.append(pages.frames(self.frames))
        label = escape(f"{self.title}: {WORDS[self.state]}", quote=True)
        inside = "".join(parts)
        kinds = f"mlp-card mlp-{self.state} {NO_FORMULAS}"
        return f"<div class='{kinds}' role='group' aria-label='{label}'>{pages.STYLE}{inside}</div>"

    def to_dict(self) -> dict[str, Any]:
        """As plain values, to be sent."""
        return asdict(self)

    @classmethod
    def of_dict(cls, content: Any) -> "Card | None":
        """The card of such values; None if they are none."""
        try:
            # What was sent may be of any kind: as JSON it is made of plain values.
            plain = json.loads(json.dumps(content, allow_nan=True))
            return _card(plain)
        except (TypeError, ValueError, KeyError, OverflowError, RecursionError):
            return None

    def _head_html(self) -> str:
        sign = f"<span class='mlp-sign' aria-hidden='true'>{SIGNS[self.state]}</span>"
        title = pages.marked_up(self.title)
        return f"{sign} <strong>{WORDS[self.state]}</strong> · {title} ({worth(self.points)})"


def worth(points: float) -> str:
    """Points in words.

    >>> worth(1), worth(2.5)
    ('1 point', '2.5 points')
    """
    unit = "point" if points == 1 else "points"
    return f"{points:g} {unit}"


def _card(plain: Mapping[str, Any]) -> Card:
    """A card of values that were sent; an error if one is of another kind than it must be.

    Of what is too much the beginning is left.
    """
    found = plain["comparison"]
    comparison = None
    if found is not None:
        rows = tuple(
            Row(_text(r["place"]), _text(r["got"]), _text(r["expected"]), bool(r["differs"]))
            for r in _list(found["rows"])
        )
        picture = dict(found["picture"])
        comparison = Comparison(rows, _text(found["unit"]), _text(found["left_out"]), picture)
    frames = tuple(
        Frame(int(f["line"]), _text(f["source"]), _text(f["name"])) for f in _list(plain["frames"])
    )
    state = plain["state"]
    if state not in SIGNS:
        raise ValueError(f"no card is '{state}'")
    return Card(
        state,
        _text(plain["name"]),
        _text(plain["title"]),
        float(plain["points"]),
        _text(plain["sentence"]),
        comparison,
        tuple(_text(hint) for hint in _list(plain["hints"])),
        frames,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("that is no text")
    return shortened(writable(value), LONGEST_SENT)


def _list(values: Any) -> list:
    if not isinstance(values, list):
        raise TypeError("that is no list")
    return values[:MOST_SENT]
