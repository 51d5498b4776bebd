"""A small page of its own inside a notebook: sealed in a sandboxed frame, it asks for nothing from outside."""

import base64
import html
import json
import re
from importlib import resources


class Framed:
    """What a notebook shows of a page: the page where scripts run, else a picture (PNG) if there is one, else words.

    `told` says what there is to see, `width` and `height` are in CSS pixels. A `flexible` page keeps its shape and
    shrinks with a narrow screen; any other one keeps its height.
    """

    def __init__(
        self,
        page: str,
        told: str,
        size: tuple[int, int],
        *,
        picture: bytes = b"",
        flexible: bool = False,
    ):
        self.page, self.told, self.picture = page, told, picture
        self.width, self.height = size
        self.shape = f";height:auto;aspect-ratio:{self.width}/{self.height}" if flexible else ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        frame = f'<iframe title="{html.escape(self.told)}" width="{self.width}" height="{self.height}" loading="lazy"'
        style = f'style="border:0;max-width:100%{self.shape}" sandbox="allow-scripts"'
        shown = {
            "text/html": f'{frame} {style} srcdoc="{html.escape(self.page)}"></iframe>',
            "text/plain": f"<{self.told}>",
        }
        return shown | (
            {"image/png": base64.b64encode(self.picture).decode()} if self.picture else {}
        )


def filled(name: str, **parts: str) -> str:
    """The page `name` of this folder, with the words in capitals that are named in `parts` replaced, all at once."""
    page = resources.files("mlp_course.viewer").joinpath(name).read_text(encoding="utf-8")
    return re.sub("|".join(parts), lambda word: parts[word[0]], page) if parts else page


def as_script(data: object) -> str:
    """`data` as a literal that JavaScript reads and that cannot end the script it stands in."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
