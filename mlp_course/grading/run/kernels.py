"""Kernels that start at once, forked from a process that has the stack imported.

Where that cannot be, they are ordinary ones. Of jupyter_client (>=8.6, <9) this file, and no other,
overrides and calls private methods: `_async_wait_for_ready`, `_async_is_alive` and
`_handle_kernel_info_reply` of a client, `_async_pre_start_kernel` and `_async_cleanup_resources` of
a manager. tests/grading/test_overrides.py says so if one of them is no longer what it was.
"""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from queue import Empty
from typing import Any, cast

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

from mlp_course.grading.run.warm import FORK_SERVER, ColdError

POLL = 0.01  # s between two looks whether a kernel is gone
LAST = 5.0  # s that one may take to go
AGAIN = 5  # ms between two tries to connect; 100 if nothing is said
LARGEST = 200 * 2**20  # bytes of a message; a kernel that sends more is not listened to any longer


class WarmProvisioner(LocalProvisioner):
    """Starts a Python kernel by forking, any other in the ordinary way."""

    said = False

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that `cmd` would start; run `cmd` where that cannot be done."""
        try:
            if cmd[:3] != [sys.executable, "-m", "ipykernel_launcher"]:
                raise ColdError(f"{cmd[0]} is another Python")
            env = {**(kwargs.get("env") or os.environ)}
            cwd = os.path.abspath(kwargs.get("cwd") or "")
            info: dict[str, Any] = {**self.connection_info}
            fds = getattr(self.parent, "fds", ())
            kernel = FORK_SERVER.fork(cmd[3:], env, cwd, info, fds)
        except ColdError as error:
            # Never with the instructor's rights where a sandbox was promised
            if FORK_SERVER.in_sandbox():
                raise
            if not WarmProvisioner.said:
                print(f"Kernels start slowly here: {error}.", file=sys.stderr)
            WarmProvisioner.said = True
            return await super().launch_kernel(cmd, **kwargs)
        # It has those methods of a Popen that are called.
        self.process = kernel  # type: ignore[assignment]
        self.pid = kernel.pid
        self.pgid = kernel.pid
        self.connection_info = cast(KernelConnectionInfo, info)
        # The manager must know where the sockets have gone.
        assert self.parent is not None
        self.parent.ip = info["ip"]
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and wait until it is gone."""
        await super().kill(restart)
        for _ in range(int(LAST / POLL)):
            if await self.poll() is not None:
                return
            await asyncio.sleep(POLL)


class NoAnswerError(RuntimeError):
    """A kernel ended, or was silent, before it could run anything."""


class PromptClient(AsyncKernelClient):
    """Goes on as soon as the kernel answers; the ordinary one then listens for another 0.2 s."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask the kernel how it is, until it answers, on both channels. Raises NoAnswerError."""
        last = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < last:
            self.kernel_info()
            with contextlib.suppress(Empty):
                reply = await self.shell_channel.get_msg(timeout=1)
                # Only then is the other channel connected, too.
                await self.iopub_channel.get_msg(timeout=0.2)
                self._handle_kernel_info_reply(reply)
                return
            if not await self._async_is_alive():
                break
        raise NoAnswerError("the kernel does not answer")

    wait_for_ready = _async_wait_for_ready


class WarmKernelManager(AsyncKernelManager):
    """Manages a kernel that `WarmProvisioner` starts."""

    client_factory = PromptClient
    folder: tempfile.TemporaryDirectory | None = None  # of its sockets
    fds: Sequence[int] = ()  # open files that a forked kernel gets; see Forked.fds

    # As AsyncKernelManager's own: the client of a KernelManager is another.
    def client(self, **options: Any) -> AsyncKernelClient:  # type: ignore[override]
        """A client whose memory one message cannot fill."""
        client = super().client(**options)
        client.context.setsockopt(zmq.MAXMSGSIZE, LARGEST)
        # A kernel that is not there yet soon is.
        client.context.setsockopt(zmq.RECONNECT_IVL, AGAIN)
        return client

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple:
        """Give the kernel sockets in a folder of its own, and a provisioner that forks it."""
        # A port may be taken meanwhile, a folder is ours.
        if sys.platform == "linux" and self.transport == "tcp":
            self.folder = tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
            self.transport = "ipc"
            self.ip = f"{self.folder.name}/k"
            self.cache_ports = False
        if self.provisioner is None:
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id,
                kernel_spec=self.kernel_spec,
                parent=self,
            )
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        """Delete the folder, too, unless the kernel comes back."""
        await super()._async_cleanup_resources(restart)
        if not restart and self.folder:
            self.folder.cleanup()

    cleanup_resources = _async_cleanup_resources
