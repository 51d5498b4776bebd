"""Zips inside a submission, unpacked in a child with limits, each student's into so much room.

Twelve kilobytes can hold two gigabytes. So what is unpacked goes piece by piece to a folder on the
disk, and is read from there; the folder goes with those who may read from it.
"""

import shutil
import tempfile
import weakref
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from mlp_course.grading.collect import archive
from mlp_course.grading.collect.archive import BROKEN, File, Found, Refused
from mlp_course.grading.reader import READER, TooMuch

MOST_FILES = 1000  # in the zips of one student
PIECE = 2**20  # bytes that are in memory at once


class Exceeded(Exception):
    """There is more in the zips of a student than is taken; what it says is the reason."""


@dataclass(frozen=True)
class Member:
    """A file of a zip: its path and time there, and where it lies now, or why it does not."""

    path: str
    time: float = 0.0
    place: str = ""
    refused: str = ""

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        if not self.place:
            return 0
        return Path(self.place).stat().st_size


class Unpacking:
    """Unpacks the zips of a class."""

    def __init__(self) -> None:
        self.bytes_of: dict[str, int] = defaultdict(int)
        self.files_of: dict[str, int] = defaultdict(int)

    def unpacked(self, found: Found, student: str) -> list[File]:
        """What is in a zip that a student handed in, as if it had been handed in beside it."""
        room = archive.LARGEST - self.bytes_of[student]
        files = MOST_FILES - self.files_of[student]
        scratch = Path(tempfile.mkdtemp(prefix="unpacked-"))
        zipped = scratch / "zip"
        try:
            zipped.write_bytes(found.read())
            members = READER.read(unpack, scratch, room, files)
        except (ValueError, TooMuch, Exceeded) as error:
            shutil.rmtree(scratch)
            reason = archive.first_line(error)
            return [Refused(str(found.path), f"cannot be unpacked ({reason})")]
        zipped.unlink()
        folder = _Folder(scratch)
        self.files_of[student] += len(members)
        self.bytes_of[student] += sum(member.size for member in members)
        return [_taken(found, member, folder) for member in members]


class _Folder:
    """A folder that is deleted when nobody can read from it any more."""

    def __init__(self, place: Path) -> None:
        weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)

    def open(self, place: str) -> IO[bytes]:
        """A file of the folder."""
        return open(place, "rb")


def _taken(zipped: Found, member: Member, folder: _Folder) -> File:
    """One file of a zip, or why it is not taken."""
    if member.refused:
        return Refused(f"{zipped.path}/{member.path}", member.refused)
    path = zipped.path.parent / PurePosixPath(member.path)
    read = archive.reader(folder.open, member.place)
    return Found(path, member.time, read)


def unpack(scratch: Path, room: int, files: int) -> list[Member]:
    """Unpack the file `zip` of a folder beside it: what the child does.

    Raises Exceeded if there are more bytes than `room`, or more than so many `files`, and
    ValueError if it is no zip.
    """
    try:
        with zipfile.ZipFile(scratch / "zip") as opened:
            infos = [info for info in opened.infolist() if not archive.is_nothing(info)]
            if len(infos) > files:
                raise Exceeded(f"the zips of this student hold more than {MOST_FILES} files")
            members = []
            for number, info in enumerate(infos):
                target = scratch / str(number)
                member = _unpacked(opened, info, target, room)
                room -= member.size
                members.append(member)
            return members
    except BROKEN as error:
        raise ValueError(archive.first_line(error)) from error


def _unpacked(
    opened: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    target: Path,
    room: int,
) -> Member:
    """One file of a zip, written to `target`."""
    fault = archive.fault(info)
    if fault:
        return Member(info.filename, refused=fault)
    try:
        with opened.open(info) as source, target.open("wb") as copy:
            while piece := source.read(PIECE):
                room -= len(piece)
                if room < 0:
                    most = archive.LARGEST // 10**6
                    raise Exceeded(f"the zips of this student hold more than {most} MB")
                copy.write(piece)
    except BROKEN as error:
        target.unlink(missing_ok=True)
        reason = archive.first_line(error)
        return Member(info.filename, refused=f"cannot be read ({reason})")
    return Member(info.filename, archive.time_of(info), str(target))
