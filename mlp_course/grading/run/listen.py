"""Hearing a kernel out that may say anything, be it too much or nonsense.

Of nbclient (>=0.10, <0.12) this file and `execute` override methods, none of them private.
"""

from nbclient.client import CellExecutionComplete
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from mlp_course.lessons.remarks import note

TOO_LONG = "This cell prints too much; the rest was left out."
NONSENSE = "This cell sent something that is no output; it was left out."
MOST_PRINTED = 1_000_000  # characters
MOST_DRAWN = 20_000_000  # characters of figures and the like, of one cell
SHAPES: dict[str, dict[str, type]] = {
    "stream": {"name": str, "text": str},
    "error": {"ename": str, "evalue": str, "traceback": list},
    "display_data": {"data": dict, "metadata": dict},
    "update_display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict, "execution_count": int},
}


class Listener(Execute):
    """An Execute that keeps of a cell's messages what is well formed, up to a length."""

    printed = 0
    drawn = 0

    def process_message(
        self,
        msg: dict,
        cell: NotebookNode,
        cell_index: int,
    ) -> NotebookNode | None:
        """Hand on a message, or leave it out and note why."""
        if not is_well_formed(msg.get("msg_type"), msg.get("content")):
            note(self.nb, cell, NONSENSE)
            return None
        kind = msg["msg_type"]
        content = msg["content"]
        self._count(kind, content)
        if self.printed > MOST_PRINTED or self.drawn > MOST_DRAWN:
            note(self.nb, cell, TOO_LONG)
            # Errors are always kept, and what of a text still fits.
            if kind in SHAPES and kind != "error" and not content.get("text"):
                return None
        try:
            return super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception:
            # Whatever it was that nbclient stumbled over, it came from the kernel.
            note(self.nb, cell, NONSENSE)
            return None

    def _count(self, kind: str, content: dict) -> None:
        """Add up what the cell has printed and drawn; a text is cut where it becomes too much."""
        if kind == "stream":
            room = max(MOST_PRINTED - self.printed, 0)
            self.printed += len(content["text"])
            content["text"] = content["text"][:room]
        elif kind in SHAPES:
            self.drawn += len(str(content))


def is_well_formed(kind: object, content: object) -> bool:
    """Whether the content of a message is what messages of its kind have.

    >>> is_well_formed("stream", {"name": "stdout", "text": 3})
    False
    """
    if not isinstance(kind, str) or not isinstance(content, dict):
        return False
    for name, wanted in SHAPES.get(kind, {}).items():
        if not isinstance(content.get(name), wanted):
            return False
    if not all(isinstance(line, str) for line in content.get("traceback", [])):
        return False
    if kind not in ("display_data", "execute_result", "update_display_data"):
        return True
    for name, value in (content.get("data") or {}).items():
        if not isinstance(name, str) or not isinstance(value, str | dict):
            return False
    return True
