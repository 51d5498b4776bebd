"""Messages on a socket between an answer and its judge: JSON, and bytes beside it.

What the judge says is pickled, as it can be trusted; what the answer says never is.
"""

import contextlib
import json
import socket
import struct
import time
from typing import Any

from mlp_course.grading.judge.plain import MOST_BYTES

HEAD = struct.Struct("<QQ")  # bytes of JSON, bytes beside it
MOST_JSON = 64 * 2**20
PIECE = 2**16


class EndedError(Exception):
    """The other end is gone."""


class LateError(Exception):
    """The other end said nothing in time."""


class Wire:
    """One end of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.arrived = b""  # and not read yet

    def close(self) -> None:
        """End the connection, whoever else holds this end."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def send(self, head: bytes, blob: bytes | bytearray = b"") -> None:
        """Send a message. Raises EndedError."""
        # In one piece: each piece wakes the other process.
        message = b"".join((HEAD.pack(len(head), len(blob)), head, blob))
        try:
            self.connection.sendall(message)
        except OSError:
            raise EndedError from None

    def receive(self, patience: float | None = None) -> tuple[bytes, bytes]:
        """The next message, as it was sent. Raises EndedError, LateError.

        A message that says it is too large is not read: its sender is as good as gone.
        """
        last = None if patience is None else time.monotonic() + patience
        lengths = HEAD.unpack(self._read(HEAD.size, last))
        if lengths[0] > MOST_JSON or lengths[1] > MOST_BYTES:
            raise EndedError
        return self._read(lengths[0], last), self._read(lengths[1], last)

    def _read(self, length: int, last: float | None) -> bytes:
        """So many bytes; however slowly they come, all of them until `last`."""
        pieces = [self.arrived]
        missing = length - len(self.arrived)
        while missing > 0:
            piece = self._piece(max(missing, PIECE), last)
            pieces.append(piece)
            missing -= len(piece)
        arrived = b"".join(pieces)
        self.arrived = arrived[length:]
        return arrived[:length]

    def _piece(self, most: int, last: float | None) -> bytes:
        """What has come since, as soon as something has."""
        if last is not None:
            left = last - time.monotonic()
            if left <= 0:
                raise LateError
            self.connection.settimeout(left)
        try:
            piece = self.connection.recv(most)
        except TimeoutError:
            raise LateError from None
        except OSError:
            raise EndedError from None
        if not piece:
            raise EndedError
        return piece


def dumped(tree: Any) -> bytes:
    """A tree of plain data as it is sent."""
    return json.dumps(tree).encode()


def loaded(content: bytes) -> Any:
    """A tree of plain data that was sent. Raises EndedError if it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise EndedError from None
