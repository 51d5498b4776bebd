"""What a good answer says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """One thing a good answer says, in the `said` phrases (see `phrases`) shown to the writer.

    What the instructor is suggested asks for less: every pattern of `found` in one sentence.

    `contradicted` patterns deny it, and `asks` is the question to who wrote such a sentence. A
    pattern matches at the beginning of a word, and only where it is not denied ("not invariant");
    one that opens with ~ sets the scene and may be denied ("does not change when shifted").
    """

    says: str
    found: tuple[str, ...]
    said: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    asks: str = ""
