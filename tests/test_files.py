"""A file is written whole or not at all."""

import os
import signal
import subprocess
import sys

import pytest

from mlp_course.files import replacing, write_whole


def test_an_error_leaves_the_older_file_and_nothing_beside_it(tmp_path):
    target = tmp_path / "deep" / "file.txt"
    write_whole(target, b"old")
    with pytest.raises(KeyboardInterrupt), replacing(target) as partial:
        partial.write_bytes(b"half")
        raise KeyboardInterrupt
    assert target.read_bytes() == b"old"
    assert os.listdir(target.parent) == ["file.txt"]


def test_a_kill_leaves_the_older_file(tmp_path):
    target = tmp_path / "file.txt"
    write_whole(target, b"old")
    code = """
import os, signal, sys
from mlp_course.files import replacing
with replacing(sys.argv[1]) as partial:
    partial.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    run = subprocess.run([sys.executable, "-c", code, str(target)])
    assert run.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"


def test_new_content_takes_the_place(tmp_path):
    target = tmp_path / "file.txt"
    for content in (b"old", b"new"):
        write_whole(target, content)
    assert target.read_bytes() == b"new"
