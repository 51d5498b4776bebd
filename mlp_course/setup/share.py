"""How much of an installation is done, by what pip or uv says and the packages there are.

Standard library only. What both say has no end in sight until all packages are known, so the share
is a guess, which never goes back: DOWNLOADED of it is for bringing the packages, the rest for
unpacking them.
"""

import math
import re

DOWNLOADED = 0.5
DOWNLOAD = re.compile(r"\s*Downloading (\S+) \(([\d.]+) ?([kKMG])i?B\)")
DOWNLOAD_ENDED = re.compile(r"\s*Downloaded (\S+)")  # said by uv, which does many at once
COLLECTED = re.compile(r"\s*(?:Collecting|Requirement already satisfied:) ")
UV_RESOLVED = re.compile(r"Resolved (\d+) packages?")
UV_PREPARED = re.compile(r"Prepared \d+ packages?")
PIP_INSTALLS = "Installing collected packages"  # and their names, with a comma between
MEGABYTES = {"k": 1e-3, "K": 1e-3, "M": 1.0, "G": 1e3}
EARLY = 0.05  # below this share a guess of the time left is worth nothing


class Share:
    """Follows an installer, line by line.

    `before` packages are there, and about `pinned` there will be, until it is known how many.
    """

    def __init__(self, before: int, pinned: int) -> None:
        self.before = before
        self.pinned = max(pinned, 1)
        self.total = 0  # packages there will be in the end, once they are known
        self.resolved = False  # by uv
        self.collected = 0  # by pip, one after the other
        self.sizes: dict[str, float] = {}  # MB of what uv downloads
        self.brought = 0.0  # MB of it
        self.done = 0.0
        self.unpacking_since: float | None = None  # s after the start

    def hear(self, line: str) -> None:
        """Learn from a line of the installer's."""
        if line.startswith(PIP_INSTALLS):
            self.total = self.before + line.count(",") + 1
            self._reach(DOWNLOADED)
        elif found := UV_RESOLVED.match(line):
            self.total = int(found[1])
            self.resolved = True
        elif UV_PREPARED.match(line):
            self._reach(DOWNLOADED)
        elif found := DOWNLOAD.match(line):
            self.sizes[found[1]] = float(found[2]) * MEGABYTES[found[3]]
        elif found := DOWNLOAD_ENDED.match(line):
            self.brought += self.sizes.get(found[1], 0)
        elif COLLECTED.match(line):
            self.collected += 1
        if self.resolved:
            # Small packages are not told of: they are as much as one that is.
            self._reach(DOWNLOADED * self.brought / (sum(self.sizes.values()) + 10))
        else:
            self._reach(DOWNLOADED * min(self.collected / self.pinned, 1))

    def count(self, installed: int) -> None:
        """Learn how many packages there are by now."""
        new = self.total - self.before
        if new > 0 and installed > self.before:
            unpacked = min((installed - self.before) / new, 1)
            self._reach(DOWNLOADED + (1 - DOWNLOADED) * unpacked)

    def left(self, seconds: float) -> str:
        """How long it may take yet, of an installation that began so many seconds ago."""
        before = 0.0
        since = 0.0
        # A network and a disk have nothing in common: each part goes at its own pace.
        if self.done >= DOWNLOADED:
            if self.unpacking_since is None:
                self.unpacking_since = seconds
            before = DOWNLOADED
            since = self.unpacking_since
        if self.done - before < EARLY or self.done >= 1:
            return ""
        left = (seconds - since) * (1 - self.done) / (self.done - before)
        if left < 90:
            return f"about {10 * math.ceil(left / 10)} s left"
        return f"about {math.ceil(left / 60)} min left"

    def _reach(self, share: float) -> None:
        """Be no less far than this."""
        self.done = max(self.done, share)


def bar(share: float, width: int, signs: str = "█░") -> str:
    """So much of `width` characters filled.

    >>> bar(0.5, 8, "#-"), bar(0, 4, "#-"), bar(1, 4, "#-")
    ('####----', '----', '####')
    """
    filled = round(share * width)
    return signs[0] * filled + signs[1] * (width - filled)
