"""No network in tests, and no epoch trained twice where a lesson runs as worked and as released.

Connections leave this machine neither from here nor from any Python started later.

Python loads a module of this name at start-up; tests/conftest.py puts its folder on PYTHONPATH, so
that subprocesses and Jupyter kernels do too. What is refused fails as on a machine without a
network.
"""

import errno
import functools
import ipaddress
import os
import socket


def is_local(address: object) -> bool:
    """Whether `address`, as sockets take it, is this machine.

    Loopback, or no internet address at all.
    """
    host = address[0] if isinstance(address, tuple) and address else ""
    host = host.decode() if isinstance(host, bytes) else host
    if not isinstance(host, str) or host in ("", "localhost", socket.gethostname()):
        return True
    try:
        found = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def refuse(address: object) -> None:
    """Raise the error of a machine without a network, unless `address` is local."""
    if not is_local(address):
        raise OSError(errno.ENETUNREACH, f"no network in tests: {address!r}")


def _guarded(method):
    @functools.wraps(method)
    def checked(self, *arguments):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse(arguments[-1])  # connect(address), sendto(data, flags, address)
        return method(self, *arguments)

    return checked


def _guarded_lookup(lookup):
    @functools.wraps(lookup)
    def checked(host, *arguments, **options):
        refuse((host,))
        return lookup(host, *arguments, **options)

    return checked


if not hasattr(socket, "only_local"):
    socket.only_local = True
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _guarded_lookup(getattr(socket, name)))

# Told by conftest.py to the kernels of lessons alone
if "MLP_COURSE_TEST_EPOCHS" in os.environ:
    from helpers import epochs

    epochs.begin()
