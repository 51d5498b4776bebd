"""A network that an answer made, as the judge has it: weights of its own, a forward pass there.

Its parts are in their places, linear layers among them, so that a test can look at its weights,
change them, and see what each linear layer is given and returns.
"""

from typing import Any

MOST_SPLITS = 50


def mirrored(remote: Any, handle: int, name: str, parts: list) -> Any:
    """A torch.nn.Module whose `forward` asks the answer's. `parts` are as `Decoder` reads them."""
    import torch

    class Mirror(torch.nn.Module):
        """A network of the answer's."""

        def forward(self, *inputs: Any) -> Any:
            """What the answer's network says with the weights of this one."""
            # What goes on inside is told only if somebody here listens.
            hooked = {}
            for path, part in self.named_modules():
                if part._forward_hooks:
                    hooked[path] = part
            weights = dict(self.named_parameters())
            result, seen = remote.apply(
                handle,
                weights,
                inputs,
                trace=bool(hooked),
            )

            for path, given, returned in seen:
                if path not in hooked:
                    continue
                part = hooked[path]
                # A copy, since a hook may remove itself
                hooks = list(part._forward_hooks.values())
                for hook in hooks:
                    hook(part, tuple(given), returned)
            return result

        def __repr__(self) -> str:
            return f"<{name}>"

    mirror = Mirror()
    for path, kind, weights in parts:
        part = _placed(mirror, path, kind, torch.nn)
        for weight_name, data, learns in weights:
            parameter = torch.nn.Parameter(data, requires_grad=learns)
            part.register_parameter(weight_name, parameter)
    return mirror


def _placed(mirror: Any, path: str, kind: str, nn: Any) -> Any:
    """The part of the mirror at `path`, made there."""
    if not path:
        return mirror
    place = mirror
    *above, last = path.split(".", MOST_SPLITS)
    for name in above:
        if name not in place._modules:
            place.add_module(name, nn.Module())
        place = place._modules[name]

    # Its weights are put in afterwards, so it needs none yet.
    part = nn.Linear(1, 1, bias=False) if kind == "Linear" else nn.Module()
    part._parameters.clear()
    place.add_module(last, part)
    return part
