"""Files of a folder or a zip, one like the other; nothing that points outside, deceives or never ends."""

import contextlib
import io
import os
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mlp_course.files import is_litter

LARGEST = 100_000_000  # bytes of one file, and of all that is in a zip inside a submission
MOST_FILES = 1000  # in a zip inside a submission
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
    """A plain file: where it lies, when it was last changed, and how to read it (raises ValueError)."""

    path: PurePosixPath
    time: float
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Refused:
    """Something that was not understood, or not taken, and why."""

    path: str
    reason: str


@contextlib.contextmanager
def files_of(source: Path) -> Iterator[list[Found | Refused]]:
    """What is in the folder or zip `source`, in order; to be read inside the `with`. Raises ValueError."""
    if source.is_dir():
        yield list(_walk(source, source))
        return
    try:
        with zipfile.ZipFile(source) as archive:
            yield list(_members(archive))
    except zipfile.BadZipFile:
        raise ValueError(f"{source} is neither a folder nor a zip file.") from None


def unpacked(found: Found) -> list[Found | Refused]:
    """What is in a zip that a student handed in, read at once, since they may be anything."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(found.read()))
        members = list(_members(archive))
    except BROKEN as error:
        return [Refused(str(found.path), f"cannot be unpacked ({_first(error)})")]
    if len(members) > MOST_FILES:
        return [Refused(str(found.path), f"holds more than {MOST_FILES} files")]
    inside, room = [], LARGEST
    for member in members:
        if isinstance(member, Found):
            try:
                content = member.read()
            except ValueError as error:
                inside.append(Refused(f"{found.path}/{member.path}", str(error)))
                continue
            room -= len(content)
            member = Found(found.path.parent / member.path, member.time, _constant(content))
        else:
            member = Refused(f"{found.path}/{member.path}", member.reason)
        inside.append(member)
        if room < 0:
            return [Refused(str(found.path), f"holds more than {LARGEST // 10**6} MB")]
    return inside


def _constant(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _walk(folder: Path, top: Path) -> Iterator[Found | Refused]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Refused(folder.relative_to(top).as_posix(), f"cannot be read ({error.strerror})")
        return
    if not entries and folder != top:
        yield Refused(folder.relative_to(top).as_posix(), "is an empty folder")
    for entry in entries:
        path = Path(entry.path)
        name = PurePosixPath(path.relative_to(top).as_posix())
        if is_litter(entry.name):
            continue
        if entry.is_symlink():
            yield Refused(str(name), "is a link")
        elif entry.is_dir():
            yield from _walk(path, top)
        elif entry.is_file():
            yield Found(name, entry.stat().st_mtime, _reader(path.open, "rb"))
        else:
            yield Refused(str(name), "is no plain file")


def _members(archive: zipfile.ZipFile) -> Iterator[Found | Refused]:
    for info in archive.infolist():
        name = info.filename
        path = PurePosixPath(name)
        if info.is_dir() or any(is_litter(part) for part in path.parts):
            continue
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in path.parts[0]:
            yield Refused(name, "its path leads outside the zip")
        elif stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            yield Refused(name, "is a link, or no plain file")
        elif info.flag_bits & 1:
            yield Refused(name, "is encrypted")
        else:
            yield Found(path, _time_of(info), _reader(archive.open, info))


def _time_of(info: zipfile.ZipInfo) -> float:
    with contextlib.suppress(ValueError, OverflowError):
        return time.mktime((*info.date_time, 0, 0, -1))
    return 0.0


def _reader(open_file: Callable, *arguments: object) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with open_file(*arguments) as file:
                content = file.read(LARGEST + 1)  # whatever size a zip claims
        except BROKEN as error:
            raise ValueError(f"cannot be read ({_first(error)})") from error
        if len(content) > LARGEST:
            raise ValueError(f"is larger than {LARGEST // 10**6} MB")
        return content

    return read


def _first(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
