"""The judge's end of a connection: a student's names, as functions that run where the answer is.

A test calls them as if they were here. What they return are plain values that were built here;
tensors can be differentiated, twice if need be, as their gradients are asked for in the same way.
"""

import contextlib
import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mlp_course.grading.judge.errors import ERRORS, StoppedError, a_place, refused, that_can_be_sent
from mlp_course.grading.judge.given.packing import Packer
from mlp_course.grading.judge.given.put_back import put_back
from mlp_course.grading.judge.given.scratch import Files
from mlp_course.grading.judge.mirror import mirrored
from mlp_course.grading.judge.values.decoder import Decoder
from mlp_course.grading.judge.values.plain import RefusedError, Tree
from mlp_course.grading.judge.wire import EndedError, LateError, Wire, loaded

PATIENCE = 600.0  # s for one call, however long the answer sleeps
FIRST_PATIENCE = 60.0  # s for the first sign
NO_SIGN = "This cell stopped the Python process."
TOO_LATE = "This cell took too long and was stopped."


class Remote:
    """An answer's process: what the judge can ask of it."""

    def __init__(
        self,
        wire: Wire,
        scratch: Path | None,
        seconds: float = 0.0,
        patience: float = PATIENCE,
    ) -> None:
        self.wire = wire
        # Of a processor, that the answer may use in all; 0: as many as it likes
        self.seconds = seconds
        self.patience = patience
        self.first_patience = min(patience, FIRST_PATIENCE)
        self.started = time.monotonic()
        self.was_heard = False  # it has said something
        self.callbacks: dict[int, Callable] = {}
        self.packer = Packer(self.callbacks, scratch)
        self.files = Files(scratch)
        # Names that stand for what cannot be read; only who uses one meets the error.
        self.unreadable: dict[str, RefusedError] = {}
        self.place: list[int] | None = None  # cell and line of the last error of the answer's
        self.spoil: Callable[[Any], Any] | None = None  # what is done to values, to try a test

    def close(self) -> None:
        """Ask nothing more: the answer's process ends."""
        self.wire.close()

    def look(self, names: list[str]) -> dict[str, Any]:
        """What those of the names are that the answer has; without those that are `unreadable`."""
        found, decoder = self._request("look", names, self.seconds, within=self.first_patience)
        values = {}
        with _understood():
            for name, tree, why in found:
                if name not in names:
                    continue
                try:
                    if why:
                        raise refused(name, decoder.decode(why))
                    with _understood(name):
                        values[name] = self._value(decoder, tree, name)
                except RefusedError as refusal:
                    self.unreadable[name] = refusal
        return values

    def call(
        self, target: int, name: str, positional: tuple, named: dict, count: int | None = None
    ) -> Any:
        """What the answer's function returns; arguments are changed as it changed them.

        With `count`, what so many calls return, a list.
        """
        packed, leaves, has_path = self.packer.pack(positional, named)
        files = self.files.news() if has_path else None
        found, decoder = self._request(
            "call", target, packed, self.packer.around(), files, count, of=name
        )
        with _understood(name):
            self._take_changes(found, decoder, [*positional, *named.values()])
            decoder.tensor = _linked(self, found["leaves"], leaves)
            return self._value(decoder, found["result"], name)

    def _take_changes(self, found: dict, decoder: Decoder, arguments: list) -> None:
        """Change arguments, weights and files as the answer's function has changed its own."""
        for place, tree in found["changed"]:
            put_back(arguments[place], decoder.decode(tree))
        weights = []
        for number, weight, data, grad in found["weights"]:
            weights.append([number, weight, decoder.decode(data), decoder.decode(grad)])
        self.packer.take_back(weights)
        if found["files"] is not None:
            self.files.take({file: decoder.decode(tree) for file, tree in found["files"]})

    def apply(self, target: int, weights: dict, inputs: tuple, trace: bool) -> tuple[Any, list]:
        """What a module of the answer's returns for `inputs`, and what its linear layers saw."""
        named = {"weights": {name: w.detach() for name, w in weights.items()}, "trace": trace}
        packed, leaves, _ = self.packer.pack(inputs, named)
        found, decoder = self._request("apply", target, packed, self.packer.around())
        leaves += [weight for weight in weights.values() if weight.requires_grad]
        with _understood():
            seen = decoder.decode(found["seen"])
            decoder.tensor = _linked(self, found["leaves"], leaves)
            return self._value(decoder, found["result"]), seen

    def slopes(self, output: int, leaves: list[int], cotangent: Any) -> tuple[int, list]:
        """See `answers`: the handle of the cotangent there, and a (handle, data) for each leaf."""
        along = cotangent.detach().cpu().numpy()
        found, decoder = self._request("slopes", output, leaves, along)
        decoder.tensor = lambda number, data: (number, data)
        with _understood():
            handle, trees = found
            return handle, [decoder.decode(tree) for tree in trees]

    def _value(self, decoder: Decoder, tree: Tree, name: str = "") -> Any:
        """A value of the answer's, spoiled if that is to be."""
        try:
            value = decoder.decode(tree)
        except RefusedError as refusal:
            raise refused(name, str(refusal)) from None
        return self.spoil(value) if self.spoil else value

    def _request(
        self, *order: Any, of: str = "", within: float | None = None
    ) -> tuple[Any, Decoder]:
        """What the answer's process says to an order; raises what it raised."""
        last = time.monotonic() + (within or self.patience)
        self._send(order)
        while True:
            head, blob = self._receive(last)
            decoder = Decoder(blob, self._function, self._module, lambda _, data: data)
            try:
                kind, *rest = head
                if kind == "ask":
                    self._tell(decoder, *rest)
                elif kind == "done":
                    return rest[0], decoder
                elif kind == "refused":
                    raise refused(of, decoder.decode(rest[0]))
                else:
                    raise self._raised(decoder, *rest)
            except (RefusedError, StoppedError):
                raise
            except Exception as error:
                if getattr(error, "is_the_answers", False):
                    raise
                raise StoppedError("That was no reply that can be read.") from None

    def _send(self, order: tuple) -> None:
        try:
            self.wire.send(pickle.dumps(order, protocol=5))
        except EndedError:
            raise StoppedError(NO_SIGN) from None

    def _receive(self, last: float) -> tuple[Any, bytes]:
        try:
            head, blob = self.wire.receive(max(0.0, last - time.monotonic()))
            self.was_heard = True
            return loaded(head), blob
        except EndedError:
            # The system ends whoever has used its seconds.
            used_up = 0 < self.seconds <= time.monotonic() - self.started
            raise StoppedError(TOO_LATE if used_up else NO_SIGN) from None
        except LateError:
            raise StoppedError(TOO_LATE) from None

    def _tell(self, decoder: Decoder, number: int, tree: Tree) -> None:
        """Call a function of the test's for the answer, and say what it returns or raises."""
        try:
            positional, named = decoder.decode(tree)
            value = self.callbacks[number](*positional, **named)
            packed, _, _ = self.packer.pack((value,), {})
            order: tuple = ("told", packed)
        except StoppedError:
            raise
        except Exception as error:
            order = ("told raised", that_can_be_sent(error))
        self._send(order)

    def _raised(self, decoder: Decoder, names: list, said: Tree, place: Any) -> Exception:
        """The error that the answer's function ended with, of a type that we know."""
        arguments = decoder.decode(said)
        kind = next((ERRORS[name] for name in names if name in ERRORS), None)
        if kind is None:
            # SystemExit and its like end a cell, not a judge.
            error: Exception = RuntimeError(f"It ended with {names[0]}.")
        else:
            try:
                error = kind(*arguments)
            except Exception:
                error = RuntimeError(*arguments)
        error.is_the_answers = True  # type: ignore[attr-defined]
        self.place = a_place(place)
        return error

    def _function(self, handle: int, name: str, of_library: str) -> "RemoteFunction":
        return RemoteFunction(self, handle, name, of_library)

    def _module(self, handle: int, name: str, parts: list) -> Any:
        return mirrored(self, handle, name, parts)


class RemoteFunction:
    """A function of the answer's."""

    def __init__(self, remote: Remote, handle: int, name: str, of_library: str = "") -> None:
        self.__name__ = name
        self.of_library = of_library  # where the course's own function lies that it is
        self._remote = remote
        self._handle = handle

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"

    def __call__(self, *positional: Any, **named: Any) -> Any:
        return self._remote.call(self._handle, self.__name__, positional, named)

    def often(self, count: int, *positional: Any) -> list:
        """What so many calls return; it is asked once."""
        return self._remote.call(self._handle, self.__name__, positional, {}, count)


@contextlib.contextmanager
def _understood(name: str = "") -> Iterator[None]:
    """Whatever goes wrong while a reply is read is a sentence about what was said."""
    try:
        yield
    except (RefusedError, StoppedError):
        raise
    except Exception:
        raise refused(name, "that is no reply of the kind that was asked for") from None


def _linked(remote: Remote, there: list[int], here: list) -> Callable[[int, Any], Any]:
    """What makes a tensor of the answer's one that can be differentiated by the leaves."""

    def link(output: int, data: Any) -> Any:
        from mlp_course.grading.judge.gradients import linked

        return linked(remote, output, list(there), data, here)

    return link
