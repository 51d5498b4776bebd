"""The verb `lab`: students' copies are never overwritten, and JupyterLab starts wherever something
can be written.
"""

import asyncio
import errno
import json
import logging
import os
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from tornado.websocket import websocket_connect

from helpers import labs
from mlp_course.commands import lab
from mlp_course.lessons.copies import making, quiet, servers


@pytest.fixture
def lessons(tmp_path) -> Path:
    """Two released lessons, one with a picture."""
    folder = tmp_path / "notebooks"
    for name in ("01-a/01-a.ipynb", "01-a/figures/one.svg", "02-b/02-b.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"released {name}")
    return folder


@pytest.fixture
def started(monkeypatch) -> list:
    """What JupyterLab would have been started with."""
    calls = []
    monkeypatch.setattr(lab, "start", lambda work, options, _: calls.append((work, options)) or 0)
    return calls


def test_missing_files_are_copied_and_own_work_is_kept(lessons, tmp_path):
    work = tmp_path / "deep" / "my work"
    assert len(list(making.copy_missing(lessons, work))) == 3
    (work / "01-a" / "01-a.ipynb").write_text("my answer")
    (work / "01-a" / "figures" / "one.svg").unlink()
    (lessons / "02-b" / "02-b.ipynb").write_text("a newer release")
    assert list(making.copy_missing(lessons, work)) == [Path("01-a/figures/one.svg")]
    assert (work / "01-a" / "01-a.ipynb").read_text(encoding="utf-8") == "my answer"
    assert (work / "02-b" / "02-b.ipynb").read_text(encoding="utf-8") == "released 02-b/02-b.ipynb"


def test_a_copy_that_failed_half_way_leaves_nothing(lessons, tmp_path, monkeypatch):
    def half(source, target):
        Path(target).write_text("rel")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", half)
        with pytest.raises(OSError, match="No space"):
            list(making.copy_missing(lessons, tmp_path / "work"))
    assert not [path for path in (tmp_path / "work").rglob("*") if path.is_file()]
    assert len(list(making.copy_missing(lessons, tmp_path / "work"))) == 3


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_work_folder_that_cannot_be_used_is_one_sentence(
    number, started, capsys, monkeypatch, tmp_path
):
    def fail(self, *arguments, **options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", fail)
    assert lab.main(["--work", str(tmp_path / "w")]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(
        f"The work folder {tmp_path / 'w'} cannot be written to ({os.strerror(number)})"
    )
    assert "--work" in line and not started


def test_options(started, tmp_path, course):
    assert (
        lab.main(["--work", str(tmp_path), "--no-browser", "--port", "8890", "--LabApp.dev_mode=x"])
        == 0
    )
    assert lab.main(["--course"]) == 0
    first = "--LabApp.default_url=/lab/tree/start.ipynb"
    assert started == [
        (tmp_path, ["--no-browser", "--port=8890", first, "--LabApp.dev_mode=x"]),
        (course, []),
    ]
    released = [
        path.relative_to(course / "notebooks") for path in (course / "notebooks").rglob("*.ipynb")
    ]
    assert all((tmp_path / path).exists() for path in released)


def test_a_lesson_is_opened_by_its_number_or_name(started, tmp_path, course, capsys):
    assert lab.main(["symmetry", "--work", str(tmp_path)]) == lab.main(["1", "--course"]) == 0
    lesson = "01-symmetry/01-symmetry.ipynb"
    assert [options for _, options in started] == [
        [f"--LabApp.default_url=/lab/tree/{lesson}"],
        [f"--LabApp.default_url=/lab/tree/solutions/{lesson}"],
    ]
    assert lab.main(["--ServerApp.ip", "0.0.0.0", "--work", str(tmp_path / "not")]) == 2
    assert "--NAME=VALUE" in capsys.readouterr().err and not (tmp_path / "not").exists()


def test_an_option_that_neither_knows_is_not_swallowed(started, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        lab.main(["--no-brower"])
    assert "did you mean --no-browser?" in capsys.readouterr().err
    assert lab.main(["--course", "--ip=127.0.0.1", "--debug"]) == 0 and len(started) == 1


def test_only_what_means_nothing_is_kept_back():
    """Trouble is printed, and so is a harmless sentence with an error behind it."""

    def is_printed(text: str, error=None) -> bool:
        record = logging.LogRecord("ServerApp", logging.WARNING, "", 0, text, (9,), error)
        return quiet.Harmless().filter(record)

    assert not is_printed("WebSocket ping timeout after %i ms.")
    assert is_printed("Kernel died: %s") and is_printed("Notebook %s is not trusted")
    assert is_printed("WebSocket ping timeout after %i ms.", (ValueError, ValueError(), None))


def test_lessons_are_signed_and_what_holds_outputs_is_not(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    silent = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    loud = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    loud.cells[0].outputs = [nbformat.v4.new_output("display_data", {"text/html": "<script>"})]
    paths = [tmp_path / name for name in ("silent.ipynb", "loud.ipynb", "broken.ipynb", "gone")]
    nbformat.write(silent, paths[0])
    nbformat.write(loud, paths[1])
    paths[2].write_text("{")
    notary = NotebookNotary()

    def signed() -> list[bool]:
        notebooks = [nbformat.read(path, as_version=4) for path in paths[:2]]
        return [notary.check_signature(notebook) for notebook in notebooks]

    assert signed() == [False, False]
    quiet.sign(paths)
    assert signed() == [True, False]


def test_copy_only_stops_there_and_tells_what_was_corrected(
    lessons, started, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(lab, "COURSE", tmp_path)
    call = ["--work", str(tmp_path / "w"), "--copy-only"]
    assert lab.main(call) == 0 and not started
    assert "Corrected" not in capsys.readouterr().out
    (lessons / "02-b" / "02-b.ipynb").write_text("a newer release")
    assert lab.main(call) == 0
    said = capsys.readouterr().out
    assert (
        "Corrected since you got them: 02-b." in said
        and "mlp-course update" in said
        and "Ctrl-C" not in said
    )


def test_another_course_can_be_opened_if_it_is_one(started, tmp_path, capsys):
    assert lab.main(["--course", str(tmp_path), "--no-browser"]) == 2
    assert f"There is no course in {tmp_path}" in capsys.readouterr().err and not started
    (tmp_path / "nbgrader_config.py").write_text("")
    assert lab.main(["--course", str(tmp_path), "--no-browser"]) == 0
    assert started == [(tmp_path, ["--no-browser"])]
    assert not (tmp_path / "start.ipynb").exists()


def test_a_course_with_a_class_opens_on_what_waits(started, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("")
    (tmp_path / "grading").mkdir()
    assert lab.main(["--course", str(tmp_path)]) == 0
    assert started == [(tmp_path, ["--LabApp.default_url=/marking"])]


@pytest.mark.parametrize("for_students", [True, False])
def test_what_nbgrader_has_for_instructors_is_for_them(for_students, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "elsewhere")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(quiet.Lab, "launch_instance", lambda options: None)
    servers.start(tmp_path if for_students else lab.COURSE, [])
    folders = os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert folders == [
        "elsewhere",
        str(servers.SETTINGS),
        str(servers.STUDENTS if for_students else servers.INSTRUCTORS),
    ]
    known = ["labconfig/page_config.json", "jupyter_server_config.d/marking.json"]
    for folder in folders[1:]:
        assert any((Path(folder) / name).exists() for name in known)


def test_a_read_only_home_is_told_and_left_alone(tmp_path, monkeypatch, capsys):
    for name in servers.AT_HOME:
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    servers.use_writable_folders(tmp_path / "instead")
    assert not (tmp_path / "instead").exists() and capsys.readouterr().out == ""
    monkeypatch.setattr(servers, "has_room", lambda folder: False)
    servers.use_writable_folders(tmp_path / "instead")
    assert len(capsys.readouterr().out.splitlines()) == 1
    for name in servers.AT_HOME:
        folder = Path(os.environ[name])
        assert folder.parent == tmp_path / "instead" and folder.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process")
def test_jupyterlab_comes_up_offline_and_validates(tmp_path):
    """The real server: no news, no rebuilding, and the Validate button's answer for a right and a
    wrong notebook.
    """
    _exercise(tmp_path / "right.ipynb", "assert 1 + 1 == 2")
    _exercise(tmp_path / "wrong.ipynb", "assert 1 + 1 == 3, 'count again'")
    runtime = tmp_path / "runtime"
    command = [
        sys.executable,
        "-m",
        "mlp_course.cli",
        "lab",
        "--work",
        str(tmp_path),
        "--no-browser",
        "--port=0",
    ]
    own = os.environ | {"JUPYTER_RUNTIME_DIR": str(runtime)}
    with (
        open(tmp_path / "log", "w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=own) as process,
    ):
        try:
            server = _wait_for_server(runtime)
            page = _ask(server, "lab")
            assert (
                '"@jupyter/nbgrader:create-assignment"'
                in page.split('"disabledExtensions"')[1].split("]")[0]
            )
            assert '"buildCheck": false' in page and '"news": {"disabled": true}' in page
            assert json.loads(_ask(server, "lab/api/update")) == {"notification": None}
            right = json.loads(_ask(server, "assignments/validate", path="right.ipynb"))
            assert "1 of 1 points so far" in right["value"]["failed"][0]["raw_error"]
            assert "count again" in _ask(server, "assignments/validate", path="wrong.ipynb")
            _open(server, "01-symmetry/01-symmetry.ipynb")
        finally:
            labs.end(process)
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert "nbgrader_config" not in said
    before_it_was_stopped, _, _ = said.partition("\nShut down this Jupyter server")
    lines = before_it_was_stopped.strip().splitlines()
    assert len(lines) == 2, said
    new, address = lines
    assert new.startswith(f"New in {tmp_path}: 01-symmetry, ")
    at = f":{server['port']}/lab/tree/start.ipynb?token={server['token']}"
    assert address == f"JupyterLab: http://127.0.0.1{at}  (to stop it, press Ctrl-C here twice)"


def _exercise(path: Path, code: str) -> None:
    about = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": 1,
        "schema_version": 3,
    }
    cell = nbformat.v4.new_code_cell(code, metadata={"nbgrader": {**about, "grade_id": "one"}})
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": python}), path)


def _wait_for_server(runtime: Path) -> dict:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        for path in runtime.glob("jpserver-*.json"):
            server = json.loads(path.read_text(encoding="utf-8") or "{}")
            try:
                _ask(server, "api")
                return server
            except (OSError, KeyError):
                pass
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not come up in 300 s")


def _open(server: dict, path: str) -> None:
    """Read a notebook and start its kernel, until that has said something."""
    assert json.loads(_ask(server, f"api/contents/{path}"))["type"] == "notebook"
    session = {"path": path, "type": "notebook", "name": "", "kernel": {"name": "python3"}}
    kernel = json.loads(_ask(server, "api/sessions", json.dumps(session).encode()))["kernel"]
    channels = f"api/kernels/{kernel['id']}/channels?session_id=one&token={server['token']}"
    asyncio.run(_hear(server["url"].replace("http", "ws", 1) + channels))


async def _hear(address: str) -> None:
    """Until a kernel has said something."""
    connection = await websocket_connect(address, connect_timeout=300)
    message = await asyncio.wait_for(connection.read_message(), 300)
    connection.close()
    assert message is not None


def _ask(server: dict, what: str, data: bytes | None = None, **form: str) -> str:
    request = urllib.request.Request(
        server["url"] + what, data, headers={"Authorization": f"token {server['token']}"}
    )
    if form:
        request.data = urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(request, timeout=300) as answer:
        return answer.read().decode()
