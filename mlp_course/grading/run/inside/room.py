"""A student's room: namespaces that are new for each student and end with their first process.

It is made by the process that forks kernels (`fork_server`), which stays outside: no process of a
room can name it, so none can signal, limit or read it. Nothing of a room is used again.

1. New are the numbers of processes, System V's shared memory, and the network, which leads nowhere.
2. The room's first process (`_live`) makes what is mounted: /tmp and /dev/shm are empty and lie in
   memory, /proc shows the room's processes only, and nothing else can be written, not even a mode.
3. It enters a user namespace in which only the student exists and no other can be made, and gives
   up its rights. Started by root, the student has a number outside that nobody else has.
4. It waits for processes that lost their parents. When it ends, so do all others of the room.
5. A kernel is forked outside and enters (`Room.enter`).

The ways of bubblewrap, nsjail and isolate (https://github.com/ioi/isolate) are put together here.
"""

import contextlib
import os
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

from mlp_course.grading.run.bubblewrap import (
    LINE,
    WORK,
)
from mlp_course.grading.run.inside import limits, namespaces
from mlp_course.grading.run.inside.mounts import mounted
from mlp_course.this_process import end_with_parent

STUDENT = 1000  # the number of the only user and the only group in a room


class Room:
    """Namespaces with a first process, whose number here is `pid`. Raises OSError if refused."""

    def __init__(self) -> None:
        uid, gid = _somebody()
        with contextlib.ExitStack() as opened, contextlib.ExitStack() as undone:
            self.own = _open(opened, "/proc/self/ns/pid")
            ours, theirs = socket.socketpair()
            opened.callback(ours.close)
            with theirs:
                # 1. what this process may share with the room
                namespaces.unshare(namespaces.NEWPID | namespaces.NEWIPC | namespaces.NEWNET)
                undone.callback(namespaces.join, self.own, namespaces.NEWPID)
                namespaces.loopback()
                self.pid = os.fork()
                if not self.pid:
                    _live(theirs, ours, uid, gid)
            undone.callback(limits.sweep)

            # 3. Who may map others' numbers must be outside.
            _expect(ours, b"entered")
            for kind, number in [("uid", uid), ("gid", gid)]:
                line = f"{STUDENT} {number} 1"
                Path(f"/proc/{self.pid}/{kind}_map").write_text(line)
            ours.send(b"mapped")
            _expect(ours, b"ready")
            self.numbers = _open(opened, f"/proc/{self.pid}/ns/pid")
            self.mounts = _open(opened, f"/proc/{self.pid}/ns/mnt")
            self.users = _open(opened, f"/proc/{self.pid}/ns/user")
            namespaces.join(self.own, namespaces.NEWPID)
            undone.pop_all()
            self.opened = opened.pop_all()

    @property
    def root(self) -> str:
        """Where its files are seen from here."""
        return f"/proc/{self.pid}/root"

    def folders(self) -> list[int]:
        """Its folders WORK and LINE, opened."""
        flags = os.O_RDONLY | os.O_DIRECTORY
        return [os.open(self.root + folder, flags) for folder in (WORK, LINE)]

    def fork(self) -> int:
        """As `os.fork`; the new process has a number in the room, and is to `enter` it."""
        namespaces.join(self.numbers, namespaces.NEWPID)
        pid = os.fork()
        if pid:
            namespaces.join(self.own, namespaces.NEWPID)
        return pid

    def enter(self) -> None:
        """Make this process, that was forked by `fork`, one of the student's."""
        namespaces.join(self.mounts, namespaces.NEWNS)
        namespaces.join(self.users, namespaces.NEWUSER)
        # Of those that an ordinary user brings along none exists here.
        with contextlib.suppress(PermissionError):
            os.setgroups([])
        os.setresgid(STUDENT, STUDENT, STUDENT)
        os.setresuid(STUDENT, STUDENT, STUDENT)
        namespaces.drop_rights()
        namespaces.leave_keyring()
        self.close()

    def close(self) -> None:
        """Let go of it; it ends with its first process."""
        self.opened.close()


def _somebody() -> tuple[int, int]:
    """A user and a group for a student: ourselves, or somebody who is nobody else.

    Where root has started us, `bubblewrap.start` has seen to it that there are others.
    """
    _, *spare = Path("/proc/self/uid_map").read_text().splitlines()
    if not spare:
        return os.getuid(), os.getgid()
    # first number here, first number outside, how many
    first, _, count = map(int, spare[0].split())
    chance = int.from_bytes(os.urandom(4), "little")
    number = first + chance % count
    return number, number


def _open(opened: contextlib.ExitStack, path: str) -> int:
    """A file that is open until `opened` is closed."""
    fd = os.open(path, os.O_RDONLY)
    opened.callback(os.close, fd)
    return fd


def _expect(line: socket.socket, word: bytes) -> None:
    """Wait for a word of the other end's. Raises OSError with what it says instead."""
    said = line.recv(1000)
    if said != word:
        raise OSError(said.decode() or "the room's first process ended")


def _live(
    line: socket.socket,
    others: socket.socket,
    uid: int,
    gid: int,
) -> NoReturn:
    """Be the first process of a room."""
    try:
        end_with_parent()
        others.close()
        _close_all_but(line.fileno())
        writable_proc = mounted(uid, gid)
        namespaces.unshare(namespaces.NEWUSER)
        # Nobody else may say who we are there, and only of one who may be looked into.
        namespaces.prctl(limits.SET_DUMPABLE, 1)
        line.send(b"entered")
        _expect(line, b"mapped")
        namespaces.forbid(writable_proc)
        os.close(writable_proc)
        namespaces.drop_rights()
        # A change of rights undoes both.
        namespaces.prctl(limits.SET_DUMPABLE, 0)
        end_with_parent()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        line.send(b"ready")
        line.close()
        while True:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            signal.sigwait([signal.SIGCHLD])
    except BaseException as error:
        with contextlib.suppress(OSError):
            line.send(str(error).encode()[:1000] or b"it ended")
    finally:
        os._exit(1)


def _close_all_but(fd: int) -> None:
    """Close all open files but the standard ones and `fd`."""
    os.closerange(3, fd)
    os.closerange(fd + 1, os.sysconf("SC_OPEN_MAX"))


if __name__ == "__main__":
    # Whether one can be made here
    try:
        Room().close()
    except OSError as problem:
        sys.exit(str(problem))
