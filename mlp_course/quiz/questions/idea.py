"""What a good answer says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """One thing a good answer says: every pattern of `found` in one sentence. `contradicted` patterns deny it."""

    says: str
    found: tuple[str, ...]
    contradicted: tuple[str, ...] = ()
