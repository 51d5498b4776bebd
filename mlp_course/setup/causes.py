"""Why the course cannot be set up, in one sentence each. Standard library only."""

import errno
import re

NEEDED_GB = 3
READ_ONLY = (
    "This folder cannot be written to: copy the whole course to a folder of your own and run it "
    "there."
)
DISK_FULL = (
    f"The disk is full: the course needs about {NEEDED_GB} GB; make room and run the same command "
    "again."
)
NO_NETWORK = (
    "There is no network, and installing needs it once: connect and run the same command again."
)
NO_VENV = (
    "This Python cannot make environments: install its venv "
    "(Debian, Ubuntu: sudo apt install python3-venv)."
)
NO_BUILD = (
    "{} is not made for this machine: take Python 3.11 to 3.14 on 64-bit Linux, Windows or "
    "macOS 14 (Apple)."
)

# What pip or uv says, and what it means
CAUSES = {
    r"No space left|Errno 28|not enough space on the disk|quota exceeded": DISK_FULL,
    r"Read-only file system|Permission denied": READ_ONLY,
    r"(?:NewConnection|NameResolution|Proxy|SSL|ConnectTimeout|ReadTimeout)Error"
    r"|name resolution|getaddrinfo failed|Network is unreachable"
    r"|Connection (?:refused|reset|aborted|broken)"
    r"|dns error|error sending request|operation timed out": NO_NETWORK,
    r"(?:No matching distribution found for|requested \(constraint\)) ([^\s;]+)": NO_BUILD,
}


class SetupError(Exception):
    """The environment cannot be made; the message is one sentence."""


def in_words(error: Exception) -> str:
    """One sentence for `error`: a full disk, a read-only folder, or as it calls itself."""
    number = getattr(error, "errno", None)
    over_quota = getattr(errno, "EDQUOT", errno.ENOSPC)  # not on Windows
    if number in (errno.ENOSPC, over_quota):
        return DISK_FULL
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        return READ_ONLY
    return str(error)


def meaning_of(said: str) -> str:
    """What pip or uv says, in one sentence; of an error that is not known, their own words."""
    for pattern, sentence in CAUSES.items():
        found = re.search(pattern, said)
        if found:
            return sentence.format(*found.groups())
    end = said.strip()[-200:]
    errors = re.findall(r"(?im)^\s*error:?\s+(.+)", said) or [end]
    last = errors[-1][:200]
    return f"The packages could not be installed: {last}"
