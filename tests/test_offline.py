"""The tests themselves have no network.

Not in this process, not in what it starts, not in a kernel.
"""

import socket
import subprocess
import sys
import urllib.request

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ELSEWHERE = "192.0.2.1"  # reserved for documentation: RFC 5737
REACH_OUT = f"import socket; socket.create_connection(('{ELSEWHERE}', 80), timeout=0.1)"


def test_no_connection_leaves_this_process():
    with pytest.raises(OSError, match="no network in tests"):
        socket.create_connection((ELSEWHERE, 80))
    with pytest.raises(OSError, match="no network in tests"):
        urllib.request.urlopen("https://example.org")
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        pytest.raises(OSError, match="no network in tests"),
    ):
        udp.sendto(b"hello", (ELSEWHERE, 53))


def test_no_connection_leaves_a_subprocess():
    done = subprocess.run([sys.executable, "-c", REACH_OUT], capture_output=True, text=True)
    assert done.returncode == 1 and "no network in tests" in done.stderr


def test_no_connection_leaves_a_kernel():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(REACH_OUT)])
    with pytest.raises(CellExecutionError, match="no network in tests"):
        NotebookClient(notebook, kernel_name="python3", timeout=600).execute()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection((host, server.getsockname()[1]))
        answering, _ = server.accept()
        with client, answering:
            answering.sendall(b"yes")
            assert client.recv(3) == b"yes"
