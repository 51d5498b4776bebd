"""What tells one potential from another: its family, its settings, and its weights."""

import hashlib
import json
from collections.abc import Iterable

from torch import Tensor, nn


def fingerprint(potential: object) -> str:
    """The same text for the same potential and no other; '' for anything without weights.

    >>> from mlp_course.potentials import Morse
    >>> fingerprint(Morse(4.0, 2.0, 1.0, 5.0)) == fingerprint(Morse(4.0, 2.0, 1.1, 5.0))
    False
    """
    if not isinstance(potential, nn.Module):
        return ""
    settings = json.dumps(getattr(potential, "settings", {}), default=str, sort_keys=True)
    weights = potential.state_dict()
    names = [type(potential).__name__, settings, *weights]
    return digest_of(names, weights.values())


def digest_of(texts: Iterable[str], tensors: Iterable[Tensor]) -> str:
    """SHA-256 of texts and of numbers with their shapes and types."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{text}\n".encode())
    for tensor in tensors:
        digest.update(f"{tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
