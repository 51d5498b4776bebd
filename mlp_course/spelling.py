"""What somebody meant who mistyped a name. Standard library only: verbs are names, too."""

import difflib
from collections.abc import Iterable

ALIKE = 0.6  # 1 is equal; below this a guess is no help
LISTED = 12  # names that are told if none is like it


def nearest(typed: str, known: Iterable[str]) -> str:
    """The name among `known` that is most like what was typed, '' if none is.

    >>> nearest("lba", ["lab", "update"]), nearest("swim", ["lab", "update"])
    ('lab', '')
    """
    # A case that is wrong is the smallest of mistakes.
    names = {name.lower(): name for name in known}
    hits = difflib.get_close_matches(typed.lower(), names, n=1, cutoff=ALIKE)
    return names[hits[0]] if hits else ""


def not_there(what: str, typed: str, known: Iterable[str]) -> str:
    """One sentence: there is no such thing, and which is meant, or else all that there are.

    >>> not_there("verb", "lba", ["lab", "update"])
    "There is no verb 'lba': did you mean lab?"
    >>> not_there("verb", "swim", ["lab", "update"])
    "There is no verb 'swim': the verbs are lab, update."
    """
    known = list(known)
    meant = nearest(typed, known)
    if meant:
        return f"There is no {what} {typed!r}: did you mean {meant}?"
    listed = ", ".join(known[:LISTED])
    if len(known) > LISTED:
        listed += f" and {len(known) - LISTED} more"
    return f"There is no {what} {typed!r}: the {what}s are {listed}."
