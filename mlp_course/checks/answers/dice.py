"""Chance that belongs to one student: the same name draws the same numbers, another name others."""

import hashlib
import random


def dice(purpose: str, student: str) -> random.Random:
    """A random generator that belongs to one `student` and one `purpose`.

    Capitals and spaces do not matter. Raises ValueError if `student` is no name.
    """
    if not isinstance(student, str) or not student.strip():
        raise ValueError(
            'Write your name between quotation marks, as in  student = "Ada Lovelace".'
        )
    words = student.split()
    name = " ".join(words).casefold()

    # A digest, since Python's own `hash` of a text is another one in every process
    key = f"{purpose}:{name}".encode()
    seed = hashlib.sha256(key).digest()
    return random.Random(seed)
