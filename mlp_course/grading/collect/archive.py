"""Files of a folder or a zip, one like the other.

Nothing is taken that points outside, deceives or never ends.
"""

import contextlib
import os
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from mlp_course.files import is_litter

LARGEST = 100_000_000  # bytes of one file, and of all that is in zips inside a submission
MOST = 250_000_000  # bytes of all files of a student together
ENCRYPTED = 1  # of the flags of a file in a zip
# What reading a zip may raise that is no zip, or a damaged one
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


@dataclass(frozen=True)
class Found:
    """A plain file: where it lies, when it was last changed, and how to read it.

    `read` raises ValueError.
    """

    path: PurePosixPath
    time: float
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Refused:
    """Something that was not understood, or not taken, and why."""

    path: str
    reason: str


File = Found | Refused


@contextlib.contextmanager
def files_of(source: Path) -> Iterator[list[File]]:
    """What is in the folder or zip `source`, in order; to be read inside the `with`.

    Raises ValueError if it is neither.
    """
    if source.is_dir():
        yield list(_walk(source, source))
        return
    try:
        with zipfile.ZipFile(source) as archive:
            yield list(_members(archive))
    except zipfile.BadZipFile:
        raise ValueError(f"{source} is neither a folder nor a zip file.") from None


def _walk(folder: Path, top: Path) -> Iterator[File]:
    """What is in a folder and below, named as seen from `top`."""
    here = folder.relative_to(top).as_posix()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Refused(here, f"cannot be read ({error.strerror})")
        return
    if not entries and folder != top:
        yield Refused(here, "is an empty folder")
    for entry in entries:
        if is_litter(entry.name):
            continue
        path = Path(entry.path)
        name = PurePosixPath(path.relative_to(top).as_posix())
        if entry.is_symlink():
            yield Refused(str(name), "is a link")
        elif entry.is_dir():
            yield from _walk(path, top)
        elif entry.is_file():
            yield Found(name, entry.stat().st_mtime, reader(path.open, "rb"))
        else:
            yield Refused(str(name), "is no plain file")


def _members(archive: zipfile.ZipFile) -> Iterator[File]:
    """What is in a zip."""
    for info in archive.infolist():
        if is_nothing(info):
            continue
        path = PurePosixPath(info.filename)
        reason = fault(info)
        if reason:
            yield Refused(info.filename, reason)
        else:
            yield Found(path, time_of(info), reader(archive.open, info))


def is_nothing(info: zipfile.ZipInfo) -> bool:
    """Whether this is a folder, or what nobody wrote."""
    path = PurePosixPath(info.filename)
    return info.is_dir() or any(is_litter(part) for part in path.parts)


def fault(info: zipfile.ZipInfo) -> str:
    """Why a file of a zip is not taken; '' if it is."""
    name = info.filename
    path = PurePosixPath(name)
    # A drive of Windows has a colon; a name that is only a dot has no parts.
    first = "".join(path.parts[:1])
    is_elsewhere = path.is_absolute() or not first or ":" in first
    if is_elsewhere or ".." in path.parts or "\\" in name:
        return "its path leads outside the zip"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "is a link, or no plain file"
    if info.flag_bits & ENCRYPTED:
        return "is encrypted"
    return ""


def time_of(info: zipfile.ZipInfo) -> float:
    """When a file of a zip was changed, as this computer counts; 0 if it does not say."""
    with contextlib.suppress(ValueError, OverflowError):
        return time.mktime((*info.date_time, 0, 0, -1))
    return 0.0


def reader(open_file: Callable[..., IO[bytes]], *arguments: object) -> Callable[[], bytes]:
    """A way to read a file, whatever it is."""

    def read() -> bytes:
        try:
            with open_file(*arguments) as file:
                # Not more, whatever size a zip claims
                content = file.read(LARGEST + 1)
        except BROKEN as error:
            raise ValueError(f"cannot be read ({first_line(error)})") from error
        if len(content) > LARGEST:
            raise ValueError(f"is larger than {LARGEST // 10**6} MB")
        return content

    return read


def first_line(error: BaseException) -> str:
    """What an error says first, or its name if it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
