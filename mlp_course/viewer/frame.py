"""A small page of its own inside a notebook.

Sealed in a sandboxed frame, it asks for nothing from outside.
"""

import base64
import html
import json
import re
from importlib import resources


class Framed:
    """What a notebook shows of a page: the page where scripts run, else a picture, else words.

    `told` says what there is to see, `picture` is a PNG (empty: there is none), `size` (width,
    height) is in CSS pixels. A `flexible` page keeps its shape and shrinks with a narrow screen;
    any other one keeps its height.
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
        self.page = page
        self.told = told
        self.picture = picture
        self.width, self.height = size
        self.shape = ""
        if flexible:
            self.shape = f";height:auto;aspect-ratio:{self.width}/{self.height}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        """What Jupyter asks for: the same in every form there is."""
        title = html.escape(self.told)
        page = html.escape(self.page)
        attributes = [
            f'title="{title}"',
            f'width="{self.width}" height="{self.height}" loading="lazy"',
            f'style="border:0;max-width:100%{self.shape}" sandbox="allow-scripts"',
            f'srcdoc="{page}"',
        ]
        shown = {
            "text/html": f"<iframe {' '.join(attributes)}></iframe>",
            "text/plain": f"<{self.told}>",
        }
        if self.picture:
            coded = base64.b64encode(self.picture)
            shown["image/png"] = coded.decode()
        return shown


def filled(name: str, **parts: str) -> str:
    """The page `name` of this folder, with the words that are named in `parts` replaced.

    Such words are in capitals, and all are replaced at once: what is put in is not searched for
    more of them.
    """
    folder = resources.files("mlp_course.viewer")
    page = folder.joinpath(name).read_text(encoding="utf-8")
    # Without words the pattern would match everywhere.
    if not parts:
        return page
    any_word = "|".join(parts)
    return re.sub(any_word, lambda word: parts[word[0]], page)


def as_script(data: object) -> str:
    """`data` as a literal that JavaScript reads and that cannot end the script it stands in."""
    literal = json.dumps(data, separators=(",", ":"))
    # A text that holds "</script>" would end it.
    return literal.replace("<", "\\u003c")
