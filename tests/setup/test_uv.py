"""uv installs where it can be had, with what pip is told of indexes and certificates."""

import os
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from helpers.small_course import SmallCourse
from mlp_course.setup import uv


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The uv of these tests, packed as the wheel that it came in."""
    uv_here = metadata.distribution("uv")
    path = tmp_path_factory.mktemp("wheel") / f"uv-{uv_here.version}-py3-none-any.whl"
    info = f"uv-{uv_here.version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for file in uv_here.files or ():
            name = file.as_posix()
            if file.name in ("uv", "uv.exe") and ".." in file.parts:
                name = f"uv-{uv_here.version}.data/scripts/{file.name}"
            elif ".." in file.parts or file.name in ("RECORD", "WHEEL", "INSTALLER"):
                continue
            archive.write(file.locate(), name)
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tag)
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def small(tmp_path, wheel) -> SmallCourse:
    """A course in whose shop there is uv."""
    found = SmallCourse(tmp_path)
    os.link(wheel, found.shop / wheel.name)
    return found


def test_uv_is_brought_once_and_installs(small, tmp_path):
    cache = str(tmp_path / "cache")
    done = small.call("test", UV_CACHE_DIR=cache)
    assert done.returncode == 0 and small.is_finished(), done.stderr
    said = small.log.read_text(encoding="utf-8")
    assert "Resolved 2 packages" in said and "+ tiny==1.0" in said
    assert {"tiny-1.0", "mlp_course-0.1"} <= small.packages()
    before = uv.program(small.root / ".venv" / "bin" / "python").stat().st_mtime_ns
    (small.root / "constraints.txt").write_text("tiny==2.0\n")
    assert small.call("test", UV_CACHE_DIR=cache).returncode == 0
    assert "tiny-2.0" in small.packages()
    assert uv.program(small.root / ".venv" / "bin" / "python").stat().st_mtime_ns == before


def test_what_uv_cannot_do_pip_does(small, tmp_path):
    (tmp_path / "file").write_text("")
    done = small.call("lab", UV_CACHE_DIR=str(tmp_path / "file" / "cache"))
    assert done.returncode == 0 and small.is_finished(), done.stderr
    assert "Successfully installed" in small.log.read_text(encoding="utf-8")


def test_what_neither_can_do_is_said_in_one_sentence(small, tmp_path):
    (small.root / "constraints.txt").write_text("tiny==3.0\n")
    done = small.call("test", UV_CACHE_DIR=str(tmp_path / "cache"))
    assert done.returncode == 1 and not small.is_finished()
    assert "tiny==3.0 is not made for this machine" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_is_said_to_pip_holds_for_uv(tmp_path):
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://mirror.example/simple\n"
        "extra-index-url = https://one.example/simple\n    https://two.example/simple\n"
        "[install]\ntrusted-host = mirror.example\n"
    )
    surroundings = {
        "PATH": os.environ["PATH"],
        "PIP_CONFIG_FILE": str(settings),
        "PIP_FIND_LINKS": "/wheels /more",
        "PIP_CERT": "/company.pem",
        "PIP_PROXY": "http://proxy.example:3128",
        "UV_HTTP_TIMEOUT": "7",
        "PIP_DEFAULT_TIMEOUT": "60",
        "CURL_CA_BUNDLE": "/other.pem",
    }
    told = uv.variables(Path(sys.executable), surroundings)
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert told["UV_INSECURE_HOST"] == "mirror.example"
    assert told["UV_FIND_LINKS"] == "/wheels,/more"
    assert told["SSL_CERT_FILE"] == "/company.pem"
    assert told["ALL_PROXY"] == "http://proxy.example:3128"
    assert told["UV_HTTP_TIMEOUT"] == "7", "what is said to uv itself goes before"
    assert told["HTTPS_PROXY"] == "http://proxy.example:3128", "pip's own goes before"
    assert "UV_NO_INDEX" not in told


def pip_says(**said: str) -> dict[str, str]:
    """What uv is told where only this is said to pip."""
    return uv.variables(Path(sys.executable), {"PIP_CONFIG_FILE": os.devnull, **said})


def test_uv_takes_the_certificates_pip_takes_and_whole_seconds():
    both = {"REQUESTS_CA_BUNDLE": "/first.pem", "CURL_CA_BUNDLE": "/second.pem"}
    assert pip_says(**both)["SSL_CERT_FILE"] == "/first.pem"
    assert pip_says(CURL_CA_BUNDLE="/second.pem")["SSL_CERT_FILE"] == "/second.pem"
    assert pip_says(PIP_TIMEOUT="15.5")["UV_HTTP_TIMEOUT"] == "16"
    assert pip_says(PIP_NO_CACHE_DIR="1")["UV_NO_CACHE"] == "1"


def test_uv_reads_nobody_s_project_and_takes_the_best_of_all_indexes():
    told = pip_says()
    assert told["UV_NO_CONFIG"] == told["UV_SYSTEM_CERTS"] == told["UV_COMPILE_BYTECODE"] == "1"
    assert told["UV_INDEX_STRATEGY"] == "unsafe-best-match"


@pytest.mark.parametrize("option", ["PIP_CONSTRAINT", "PIP_NO_BINARY", "PIP_CLIENT_CERT"])
def test_what_uv_cannot_be_told_is_left_to_pip(option):
    surroundings = {"PIP_CONFIG_FILE": os.devnull, option: "x"}
    assert not uv.can_obey(Path(sys.executable), surroundings)
    assert uv.can_obey(Path(sys.executable), {"PIP_CONFIG_FILE": os.devnull})


@pytest.mark.parametrize(("content", "mode"), [(b"", 0o755), (b"half of it", 0o755), (b"", 0o644)])
def test_a_uv_that_was_left_half_copied_is_replaced(small, tmp_path, content, mode):
    cache = str(tmp_path / "cache")
    assert small.call("test", UV_CACHE_DIR=cache).returncode == 0
    half = uv.program(small.root / ".venv" / "bin" / "python")
    half.unlink()
    half.write_bytes(content)
    half.chmod(mode)
    (small.root / "constraints.txt").write_text("tiny==2.0\n")
    done = small.call("test", UV_CACHE_DIR=cache)
    assert done.returncode == 0 and small.is_finished(), done.stderr
    assert "tiny-2.0" in small.packages() and half.stat().st_size > len(content)


@pytest.mark.parametrize(("value", "expected"), [("1", "1"), ("0", None)])
def test_no_index_is_taken_over_if_it_is_meant(value, expected):
    surroundings = {"PIP_NO_INDEX": value, "PIP_CONFIG_FILE": os.devnull}
    told = uv.variables(Path(sys.executable), surroundings)
    assert told.get("UV_NO_INDEX") == expected
