"""Got beside expected: what a card shows of a wrong number or array."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from mlp_course.checks.cards.wording import shown_by_itself

LONGEST = 12  # entries of an array that are shown whole
MOST_ROWS = 6  # rows of a longer one: only entries that differ
LONGEST_TEXT = 200  # characters of one value


@dataclass(frozen=True)
class Row:
    """One entry: where it stands, what was got, what was expected ('' if that is kept back)."""

    place: str
    got: str
    expected: str
    differs: bool = True


@dataclass(frozen=True)
class Comparison:
    """The rows of a table, what is left out of it, and the picture of the whole, if there is one.

    `picture` are plain values: see `pictures`.
    """

    rows: tuple[Row, ...]
    unit: str = ""
    left_out: str = ""
    picture: Mapping[str, Any] = field(default_factory=dict)

    def html(self) -> str:
        """As a table. Entries that differ are marked; where all do, nothing need be."""
        has_places = any(row.place for row in self.rows)
        has_expected = any(row.expected for row in self.rows)
        marks = any(not row.differs for row in self.rows)

        unit = f" ({escape(self.unit)})" if self.unit else ""
        head = "<th scope='col'>entry</th>" if has_places else ""
        head += f"<th scope='col'>got{unit}</th>"
        if has_expected:
            head += f"<th scope='col'>expected{unit}</th>"
        lines = []
        for row in self.rows:
            got = escape(row.got)
            if marks and row.differs:
                got = f"<mark>{got} ✗</mark>"
            line = f"<th scope='row'>{escape(row.place)}</th>" if has_places else ""
            line += f"<td>{got}</td>"
            if has_expected:
                line += f"<td>{escape(row.expected)}</td>"
            lines.append(f"<tr>{line}</tr>")
        body = "".join(lines)
        more = f"<p>{escape(self.left_out)}</p>" if self.left_out else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def text(self) -> str:
        """As lines, for a terminal."""
        unit = f" {self.unit}" if self.unit else ""
        lines = []
        for row in self.rows:
            place = f"{row.place}: " if row.place else ""
            line = f"{place}got {row.got}{unit}"
            if row.expected:
                line += f", expected {row.expected}{unit}"
            if row.differs and any(not other.differs for other in self.rows):
                line += "  ✗"
            lines.append(line)
        if self.left_out:
            lines.append(self.left_out)
        return "\n".join(lines)


def compared(
    got: object,
    expected: object,
    is_close: np.ndarray | None,
    *,
    unit: str = "",
    reveal: bool = True,
    picture: Mapping[str, Any] | None = None,
) -> Comparison:
    """Got beside expected.

    `is_close` says of each entry whether it is right; None if the two cannot be compared. Without
    `reveal` what was expected is kept back.
    """
    if numbers(got) is None:
        # What is no number has no unit.
        unit = ""
    if is_close is None or is_close.ndim == 0 or not reveal:
        wanted = shown(expected) if reveal else ""
        return Comparison((Row("", shown(got), wanted),), unit, "", picture or {})

    values = np.asarray(got)
    right = np.asarray(expected)
    places = list(np.ndindex(is_close.shape))
    left_out = ""
    if len(places) > LONGEST:
        wrong = [place for place in places if not is_close[place]]
        left_out = f"{len(wrong)} of {len(places)} entries differ."
        places = wrong[:MOST_ROWS]
    rows = []
    for place in places:
        where = ", ".join(map(str, place))
        differs = not is_close[place]
        rows.append(Row(f"[{where}]", shown(values[place]), shown(right[place]), differs))
    return Comparison(tuple(rows), unit, left_out, picture or {})


def shown(value: object) -> str:
    """A value as a sentence quotes it: long arrays by their shape alone."""
    array = numbers(value)
    if array is None:
        kind = type(value).__name__
        text = shown_by_itself(value, LONGEST_TEXT)
        return f"{text} ({kind})" if text else f"a {kind}"
    if array.size > LONGEST:
        return f"an array of shape {array.shape}"
    if array.ndim > 0:
        return np.array2string(array, precision=6)
    if array.dtype.kind in "biu":
        return str(array.item())
    # Nobody needs to see the sign of a zero.
    return f"{array.item() + 0.0:.7g}"


def numbers(value: Any) -> np.ndarray | None:
    """`value` as an array of real numbers or truth values; None if it is neither."""
    if value is None:
        return None
    try:
        # A tensor that hangs on a graph or lies on a GPU is no array yet.
        if hasattr(value, "detach"):
            value = value.detach().cpu()
        array = np.asarray(value)
        kind = array.dtype.kind
        if kind in "USc":  # text and complex numbers are no real numbers
            return None
        # NumPy would read a text among other things as the number that it names.
        if kind == "O" and any(isinstance(part, str | bytes) for part in array.flat):
            return None
        if kind in "biu":
            return array
        return array.astype(float)
    except Exception:
        # Whatever its own methods do, it is no array.
        return None
