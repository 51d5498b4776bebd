"""The system calls that make a room: namespaces, mounts, and giving up rights.

Python 3.12 has `os.unshare` and `os.setns`; 3.11, mounts and capabilities need the C library.
"""

import contextlib
import ctypes
import fcntl
import os
import platform
import socket
import struct

# Kinds of namespaces, for unshare(2)
NEWNS = 0x0002_0000  # what is mounted
NEWIPC = 0x0800_0000
NEWUSER = 0x1000_0000
NEWPID = 0x2000_0000
NEWNET = 0x4000_0000

KINDS = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")

# Flags of mount(2)
RDONLY = 1
NOSUID = 2
NODEV = 4
NOEXEC = 8
REMOUNT = 32
NOSYMFOLLOW = 256  # Linux 5.10; older ones take no notice
BIND = 4096
REC = 16384
PRIVATE = 1 << 18

# Options of prctl(2)
CAPBSET_DROP = 24
SET_NO_NEW_PRIVS = 38
CAP_AMBIENT = 47
CAP_AMBIENT_CLEAR_ALL = 4
MOST_CAPABILITIES = 64

CAPABILITY_VERSION = 0x2008_0522
KEYCTL = {"x86_64": 250, "aarch64": 219}  # no function of the C library
JOIN_SESSION_KEYRING = 1

# As netdevice(7) has it: the name of a device, then its flags
GET_FLAGS = 0x8913
SET_FLAGS = 0x8914
FLAGS = "16sH14x"
UP = 1

LIBC = ctypes.CDLL(None, use_errno=True)


def unshare(kinds: int) -> None:
    """Leave namespaces for new ones; of process numbers only the children do. Raises OSError."""
    _checked(LIBC.unshare(kinds), "unshare")


def join(namespace: int, kind: int) -> None:
    """Enter the namespace that is open as file `namespace`. Raises OSError."""
    _checked(LIBC.setns(namespace, kind), "setns")


def mount(source: str, target: str, kind: str, flags: int = 0, options: str = "") -> None:
    """Mount a file system of this kind, or what flags such as BIND say. Raises OSError."""
    told = LIBC.mount(
        source.encode(),
        target.encode(),
        kind.encode(),
        ctypes.c_ulong(flags),
        options.encode(),
    )
    _checked(told, f"mount {target}")


def prctl(option: int, *values: int) -> int:
    """Set an attribute of this process; -1 if that cannot be."""
    filled = [*values, 0, 0, 0, 0][:4]
    return LIBC.prctl(option, *map(ctypes.c_ulong, filled))


def drop_rights() -> None:
    """Give up all capabilities for good, whatever is executed later. Raises OSError."""
    for capability in range(MOST_CAPABILITIES):
        # Those above the last that this system knows are refused.
        prctl(CAPBSET_DROP, capability)
    prctl(CAP_AMBIENT, CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("II", CAPABILITY_VERSION, 0)
    _checked(LIBC.capset(header, bytes(24)), "capset")
    _checked(prctl(SET_NO_NEW_PRIVS, 1), "no_new_privs")


def leave_keyring() -> None:
    """Have an empty keyring of our own instead of the one that others use, too."""
    number = KEYCTL.get(platform.machine())
    if number:
        LIBC.syscall(ctypes.c_long(number), ctypes.c_long(JOIN_SESSION_KEYRING), None)


def loopback() -> None:
    """Let this network talk to itself, as any computer's does."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_one:
        asked = struct.pack(FLAGS, b"lo", 0)
        _, flags = struct.unpack(FLAGS, fcntl.ioctl(any_one, GET_FLAGS, asked))
        fcntl.ioctl(any_one, SET_FLAGS, struct.pack(FLAGS, b"lo", flags | UP))


def forbid(proc: int) -> None:
    """See to it that nobody here can make a namespace. Raises OSError.

    `proc` is a /proc, opened as a folder, that can be written.
    """
    for kind in KINDS:
        write(proc, f"sys/user/max_{kind}_namespaces", 0)


def write(proc: int, name: str, value: int) -> None:
    """Write a number to a file of an opened folder. Raises OSError."""
    fd = os.open(name, os.O_WRONLY, dir_fd=proc)
    with open(fd, "w") as file:
        file.write(str(value))


def _checked(told: int, what: str) -> None:
    """Raise OSError if a call was refused."""
    if told:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
