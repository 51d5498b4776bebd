"""The parts of a card as elements of a page.

Colours are those of the page around it, light or dark; only signs and marks bring their own, text
and ground together. Nothing runs but a few lines that remember which hints were opened, in the
browser alone.
"""

import re
from collections.abc import Sequence
from html import escape

from mlp_course.checks.cards.comparison import Comparison
from mlp_course.checks.cards.frames import Frame
from mlp_course.checks.cards.pictures import drawn

STYLE = """<style>
.mlp-card {border: 1px solid #8888; border-left: 6px solid #888; border-radius: 4px;
  padding: 0.3em 0.9em; margin: 0.3em 0; max-width: 46em; overflow-wrap: break-word}
.mlp-card.mlp-right, .mlp-card.mlp-complete {border-left-color: #1a7f37}
.mlp-card.mlp-wrong, .mlp-card.mlp-stopped {border-left-color: #b3261e}
.mlp-card p {margin: 0.4em 0}
.mlp-card .mlp-sign {display: inline-block; min-width: 1.4em; text-align: center;
  border-radius: 3px; color: #fff; background: #595959; font-weight: bold}
.mlp-card.mlp-right .mlp-sign, .mlp-card.mlp-complete .mlp-sign {background: #1a7f37}
.mlp-card.mlp-wrong .mlp-sign, .mlp-card.mlp-stopped .mlp-sign {background: #b3261e}
.mlp-card .mlp-wide {overflow-x: auto}
.mlp-card table {margin: 0.4em 0; border-collapse: collapse; font-variant-numeric: tabular-nums}
.mlp-card th, .mlp-card td {padding: 0.15em 0.7em; text-align: right; color: inherit;
  background: transparent}
.mlp-card mark {color: #000; background: #ffd8a8; padding: 0 0.25em}
.mlp-card svg {max-width: 100%; height: auto}
.mlp-card details {margin: 0.4em 0}
.mlp-card summary {cursor: pointer}
.mlp-card details details {margin-left: 1em}
.mlp-card pre {overflow-x: auto; margin: 0.3em 0; color: inherit; background: transparent}
.mlp-card code {color: inherit; background: #8882; padding: 0 0.2em}
</style>"""

# Opened hints are remembered by the browser, under the name of the item.
REMEMBER = """<script>
document.querySelectorAll("details[data-mlp-hint]").forEach((hint) => {
  const key = "mlp_course hint " + hint.dataset.mlpHint;
  try {
    if (localStorage.getItem(key)) hint.open = true;
    hint.ontoggle = () => hint.open ? localStorage.setItem(key, 1) : localStorage.removeItem(key);
  } catch (error) { /* a browser that keeps nothing */ }
});
</script>"""


def marked_up(text: str) -> str:
    """A sentence with `code` between backticks.

    >>> marked_up("use `a < b`")
    'use <code>a &lt; b</code>'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def comparison(found: Comparison) -> str:
    """A table, which is moved on its own if it is too wide; below a picture it is folded."""
    table = f"<div class='mlp-wide' tabindex='0'>{found.html()}</div>"
    picture = drawn(found.picture) if found.picture else ""
    if not picture:
        return table
    return f"{picture}<details><summary>The numbers</summary>{table}</details>"


def hints(name: str, sentences: Sequence[str], remember: bool) -> str:
    """Each hint is inside the one before: one at a time."""
    inside = ""
    count = len(sentences)
    for number, sentence in reversed(list(enumerate(sentences, start=1))):
        key = escape(f"{name} {number}", quote=True)
        inside = (
            f"<details data-mlp-hint='{key}'><summary>Hint {number} of {count}</summary>"
            f"<p>{marked_up(sentence)}</p>{inside}</details>"
        )
    return inside + (REMEMBER if remember else "")


def frames(found: Sequence[Frame]) -> str:
    """The student's own lines that the error went through."""
    lines = "\n".join(escape(frame.text()) for frame in found)
    return (
        f"<details><summary>Details: your lines</summary><pre tabindex='0'>{lines}</pre></details>"
    )
