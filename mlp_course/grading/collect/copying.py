"""The copy of a submission: made equal to what was handed in, with its times, and nothing else."""

import errno
import os
from pathlib import Path, PurePosixPath

from mlp_course.files import write_whole

Contents = dict[PurePosixPath, bytes]  # of files, by their name in a student's folder
# What a file system says to a name that it cannot have, or that a file or folder has already
NO_PLACE = (
    errno.ENAMETOOLONG,
    errno.EINVAL,
    errno.EILSEQ,
    errno.EEXIST,
    errno.EISDIR,
    errno.ENOTDIR,
)


def without_place(target: Path, wanted: Contents) -> dict[PurePosixPath, str]:
    """Which of the files no file system takes, and why."""
    found = {}
    for name in wanted:
        try:
            os.stat(target / name)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            found[name] = f"was left out ({reason})"
    return found


def differs(target: Path, wanted: Contents) -> bool:
    """Whether the folder `target` holds anything else than `wanted`."""
    for name, content in wanted.items():
        if not _holds(target / name, content):
            return True
    if _strangers(target, wanted):
        return True
    # It may be missing where nothing is wanted.
    return not target.is_dir()


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file is there and has this content."""
    return path.is_file() and path.read_bytes() == content


def mirror(target: Path, wanted: Contents, times: dict[PurePosixPath, float]) -> None:
    """Make `target` hold `wanted` and nothing else; files keep the times of being handed in."""
    target.mkdir(parents=True, exist_ok=True)
    for path in _strangers(target, wanted):
        path.unlink()
    for name, content in wanted.items():
        path = target / name
        if not _holds(path, content):
            write_whole(path, content)
        # A deadline is held against the time of the file.
        time = times[name]
        if time and abs(path.stat().st_mtime - time) > 1:
            os.utime(path, (time, time))


def _strangers(target: Path, wanted: Contents) -> list[Path]:
    """Files and links in the folder `target` that are not `wanted`."""
    names = {str(name) for name in wanted}
    found = []
    for path in target.rglob("*"):
        if not path.is_symlink() and not path.is_file():
            continue
        name = path.relative_to(target).as_posix()
        if name not in names:
            found.append(path)
    return found
