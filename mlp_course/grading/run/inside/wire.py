"""Messages between the grader and its programs: lines of JSON, and open files."""

import json
import os
import socket
from collections.abc import Sequence

TOO_LONG = "it took too long and could not be interrupted"  # why a kernel was ended
MOST_FDS = 250  # open files that come with one message, as many as Linux lets through at once


def send(connection: socket.socket, message: dict, fds: Sequence[int] = ()) -> None:
    """Send a message, with copies of the open files `fds`. Raises OSError if nobody listens."""
    line = json.dumps(message).encode() + b"\n"
    sent = 0
    if fds:
        sent = socket.send_fds(connection, [line], list(fds))
    connection.sendall(line[sent:])


def receive(connection: socket.socket) -> tuple[dict | None, list[int]]:
    """The next message and the numbers of the open files that came with it.

    The message is None when the other end has closed. Raises OSError, or ValueError if it is no
    JSON. One message is answered before the next is sent.
    """
    line = b""
    fds: list[int] = []
    while not line.endswith(b"\n"):
        part, more, _, _ = socket.recv_fds(connection, 2**16, MOST_FDS)
        fds += more
        if not part:
            return None, fds
        line += part
    for fd in fds:
        os.set_inheritable(fd, False)
    return json.loads(line), fds
