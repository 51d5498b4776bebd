"""Chance that belongs to one student: the same name draws the same numbers, another name others."""

import hashlib
import random


def dice(purpose: str, student: str) -> random.Random:
    """A random generator that belongs to one `student` and one `purpose`; capitals and spaces do not matter.

    ValueError if `student` is no name.
    """
    if not isinstance(student, str) or not student.strip():
        raise ValueError(
            'Write your name between quotation marks, as in  student = "Ada Lovelace".'
        )
    name = " ".join(student.split()).casefold()
    return random.Random(hashlib.sha256(f"{purpose}:{name}".encode()).digest())
