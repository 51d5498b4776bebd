"""Words of an answer, as a card can quote them: short, and made of nothing but characters."""

import re

LONGEST = 500  # characters of what an error says
# Terminals obey some of these, and no file can hold half a character.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def writable(text: str) -> str:
    """The text with a mark for each character that cannot be written, or that gives orders.

    >>> writable("red \\x1b[31m")
    'red �[31m'
    """
    return UNWRITABLE.sub("�", text)


def shortened(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text that is too long."""
    return text if len(text) <= longest else text[:longest] + "…"


def words_of(error: BaseException) -> str:
    """What an error says, in one line; '' if it cannot say anything."""
    try:
        text = str(error)
    except Exception:
        # It has methods of its own.
        return ""
    line = " ".join(text[: 2 * LONGEST].split())
    return shortened(writable(line))


def shown_by_itself(value: object, longest: int) -> str:
    """The beginning of what `repr` makes of a value; '' if that ends with an error."""
    try:
        text = repr(value)
    except Exception:
        return ""
    return shortened(writable(text), longest)
