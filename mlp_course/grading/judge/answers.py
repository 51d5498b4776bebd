"""The answer's end of a connection: it does what the judge asks for, in the student's process.

Requests are pickled by the judge. Replies are plain data (`plain`), since whatever is here may have
been changed by the student: a reply can be a lie, but it is never more than a value.

    look, [names], seconds              what these names are; how long all may take
    call, target, Packed, ...           call a function; also says what it changed in its arguments
    apply, target, Packed, ...          call a network that was made here, with the judge's weights
    slopes, output, leaves, cotangent   the gradient of an output that was given as a tensor
"""

import contextlib
import math
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from mlp_course.checks.cards.frames import says_open
from mlp_course.grading.judge.given.arguments import Packed, Surroundings
from mlp_course.grading.judge.given.changes import content_of, state_of
from mlp_course.grading.judge.given.scratch import Files
from mlp_course.grading.judge.given.unpacking import Unpacker
from mlp_course.grading.judge.values.encoder import Encoder
from mlp_course.grading.judge.values.plain import RefusedError, Tree
from mlp_course.grading.judge.wire import EndedError, Wire, dumped
from mlp_course.this_process import limit

LONGEST_MESSAGE = 5000  # characters of an error


class Answers:
    """Serves one test: the student's names as they are now."""

    def __init__(self, wire: Wire, namespace: dict[str, Any]) -> None:
        self.wire = wire
        self.namespace = namespace
        self.kept: dict[int, Any] = {}
        self.unpacker = Unpacker(self._callback)
        self.files = Files()

    def serve(self) -> None:
        """Do what is asked until the judge has ended."""
        with contextlib.suppress(EndedError):
            while True:
                self._reply(self._next())

    def keep(self, value: Any) -> int:
        """A handle to what stays here."""
        handle = len(self.kept) + 1
        self.kept[handle] = value
        return handle

    def _next(self) -> tuple:
        content, _ = self.wire.receive()
        return pickle.loads(content)

    def _reply(self, request: tuple) -> None:
        """Do one thing and send what came of it, be it an error."""
        order, *rest = request
        encoder = Encoder(self.keep)
        try:
            tree = getattr(self, f"_{order}")(encoder, *rest)
            reply = ["done", tree]
        except RefusedError as refusal:
            reply = ["refused", str(refusal)]
            encoder = Encoder(self.keep)
        except BaseException as error:
            encoder = Encoder(self.keep)
            reply = ["raised", *_about(error, encoder)]
        self.wire.send(dumped(reply), encoder.blob)

    def _look(self, encoder: Encoder, names: list[str], seconds: float) -> Tree:
        """For each name that is there the name, its value, and why that cannot be read or ''.

        From now on so many seconds of a processor are left, then the system ends this process.
        """
        if seconds:
            _bound(seconds)
        found = []
        for name in names:
            if name in self.namespace:
                encoder.answer = name
                found.append([name, *encoder.encode_or_say(self.namespace[name])])
        return found

    def _call(
        self,
        encoder: Encoder,
        target: int,
        packed: Packed,
        around: Surroundings,
        files: dict | None,
        count: int | None,
    ) -> Tree:
        """Call what is kept as `target`; its result, and everything that it changed.

        With `count`, call it so many times: the list of the results.
        """
        function = self.kept[target]
        given = self.unpacker.unpack(packed)
        if files is not None:
            self.files.take(files)
        before = [state_of(argument) for argument in given.each()]
        # Now: an answer may make others of its arguments differentiable.
        leaves = given.leaves()
        weights = given.weights()

        with around.entered():
            if count is None:
                result = function(*given.positional, **given.named)
            else:
                result = [function(*given.positional, **given.named) for _ in range(count)]

        tree = encoder.encode(result)
        changed = []
        for place, argument in enumerate(given.each()):
            if state_of(argument) != before[place]:
                changed.append([place, encoder.encode(content_of(argument))])
        return {
            "result": tree,
            "changed": changed,
            "leaves": [self.keep(leaf) for leaf in leaves],
            "weights": weights.changes(encoder),
            "files": None if files is None else self.files.changes(encoder),
        }

    def _apply(self, encoder: Encoder, target: int, packed: Packed, around: Surroundings) -> Tree:
        """Call a module that was made here, with weights as the judge has them.

        Says, too, what each linear layer in it was given and returned, if `packed` wants that.
        """
        import torch

        module = self.kept[target]
        given = self.unpacker.unpack(packed)
        leaves = given.leaves()
        own = dict(module.named_parameters())
        for name, value in given.named["weights"].items():
            own[name].data = value
        seen: list = []
        hooks = []
        for path, part in module.named_modules():
            if given.named["trace"] and type(part) is torch.nn.Linear:
                hooks.append(part.register_forward_hook(_noting(seen, path)))
        try:
            with around.entered():
                result = module(*given.positional)
        finally:
            for hook in hooks:
                hook.remove()
        leaves += [weight for weight in own.values() if weight.requires_grad]
        return {
            "result": encoder.encode(result),
            "leaves": [self.keep(leaf) for leaf in leaves],
            "seen": encoder.encode(seen),
        }

    def _slopes(
        self, encoder: Encoder, output: int, leaves: list[int], cotangent: np.ndarray
    ) -> Tree:
        """Cotangent times the derivative of an output by each leaf.

        What is returned can be differentiated again, by the leaves and by the cotangent.
        """
        import torch

        value = self.kept[output]
        along = torch.from_numpy(cotangent).to(value.dtype).requires_grad_()
        slopes = torch.autograd.grad(
            value,
            [self.kept[leaf] for leaf in leaves],
            along,
            create_graph=True,
            allow_unused=True,
        )
        trees = [None if slope is None else encoder.encode(slope) for slope in slopes]
        return [self.keep(along), trees]

    def _callback(self, number: int, name: str) -> Callable:
        """A function of the judge's, as it is here: calling it asks the judge."""

        def ask(*positional, **named):
            encoder = Encoder(self.keep)
            tree = encoder.encode([list(positional), named])
            self.wire.send(dumped(["ask", number, tree]), encoder.blob)
            while True:
                order, *rest = self._next()
                if order == "told":
                    return self.unpacker.unpack(rest[0]).positional[0]
                if order == "told raised":
                    raise rest[0]
                self._reply((order, *rest))

        ask.__name__ = name
        return ask


def _bound(seconds: float) -> None:
    """Let this process use so many more seconds of a processor."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds))


def _noting(seen: list, path: str) -> Callable:
    """A hook that notes what a module was given and what it returned."""

    def note(module, inputs, output):
        seen.append([path, [x.detach().clone() for x in inputs], output.detach().clone()])

    return note


def _about(error: BaseException, encoder: Encoder) -> list:
    """An error: names of its classes, what it says, and the line of the student's it came from."""
    names = [kind.__name__ for kind in type(error).__mro__]
    if isinstance(error, NotImplementedError) and not says_open(error):
        # The judge would take the answer for an open one.
        names = names[names.index("RuntimeError") :]
    try:
        text = str(error)[:LONGEST_MESSAGE]
        plain = all(type(part) in (str, int, float) for part in error.args)
        if isinstance(error, OSError) or not plain or len(repr(error.args)) > LONGEST_MESSAGE:
            said = [text]
        else:
            said = list(error.args)
    except Exception:
        said = []
    return [names, encoder.encode(said), _place_of(error)]


def _place_of(error: BaseException) -> list[int] | None:
    """Number of the cell and of the line, the last of the student's that the error went through."""
    place = None
    with contextlib.suppress(Exception):
        from IPython import get_ipython

        cells = get_ipython().compile._filename_map
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename in cells:
                place = [int(cells[frame.f_code.co_filename]), int(line)]
    return place
