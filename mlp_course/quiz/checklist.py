"""What a writer sees of an answer: the ideas as a checklist, each beside the writer's own sentence.

Nothing here is a verdict: words cannot tell whether an idea is there. The writer ticks the ideas
that the text has, and is shown the sentence that seems to say each, or is asked which one does.
"""

import re
from dataclasses import dataclass
from html import escape

from mlp_course.checks.cards.pages import STYLE
from mlp_course.quiz import claims, prose
from mlp_course.quiz.concepts import LONGEST, SHORTEST, Reading
from mlp_course.quiz.questions import IDEAS, Idea

TICKS = re.compile(
    r"""^quiz\.reflect\("(\w+)", ticks=["']([^"'\n]*)["']\)""",
    re.MULTILINE,
)
LETTERS = "abcdefghijkl"
QUOTE = "margin: 0.2em 0 0.2em 1.5em"
OFFER = "Does it say this? Then tick it."
HOW = (
    'Tick what your text has: write the letters into the cell above, as in ticks="ac", and run it '
    "again. Your instructor sees your ticks beside your text, reads it, and gives the points."
)


@dataclass(frozen=True)
class Line:
    """One idea: whether the writer ticked it, the own sentence beside it, what is asked."""

    letter: str
    idea: str
    ticked: bool
    sentence: str
    asks: str

    def text(self) -> str:
        """As lines for a terminal."""
        box = "[x]" if self.ticked else "[ ]"
        lines = [f"{box} {self.letter}  {self.idea}"]
        if self.sentence:
            lines.append(f"       you write: “{self.sentence}”")
        if self.asks:
            lines.append(f"       {self.asks}")
        return "\n".join(lines)

    def html(self) -> str:
        """As an element of a page."""
        box = "☑" if self.ticked else "☐"
        state = "ticked" if self.ticked else "not ticked"
        parts = [
            f"<p><span role='img' aria-label='{state}'>{box}</span> "
            f"<strong>{self.letter}</strong> {escape(self.idea)}</p>"
        ]
        if self.sentence:
            parts.append(
                f"<blockquote style='{QUOTE}'>You write: “{escape(self.sentence)}”</blockquote>"
            )
        if self.asks:
            parts.append(f"<p>{escape(self.asks)}</p>")
        return f"<li>{''.join(parts)}</li>"


@dataclass(frozen=True)
class Checklist:
    """All ideas, and what counts of the text."""

    counted: str
    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        return "\n".join([self.counted, *(line.text() for line in self.lines), HOW])

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        """What Jupyter asks for: a page, and the same as text."""
        rows = "".join(line.html() for line in self.lines)
        counted = "</p><p>".join(map(escape, self.counted.split("\n")))
        page = (
            "<div class='mlp-card' role='group' aria-label='Your text and the ideas'>"
            f"{STYLE}<p>{counted}</p>"
            f"<ul style='list-style: none; padding-left: 0.5em'>{rows}</ul>"
            f"<p>{escape(HOW)}</p></div>"
        )
        return {"text/html": page, "text/plain": repr(self)}


def checklist(reading: Reading, name: str, ticks: str) -> Checklist:
    """The ideas of the answer `name`, as far as the writer ticked them (letters, as in "ac")."""
    lines = []
    for letter, idea in zip(LETTERS, IDEAS[name], strict=False):
        lines.append(_line(letter, idea, letter in ticks.lower(), reading))
    return Checklist(_counted(reading), tuple(lines))


def ticks_in(sources: list[str], name: str) -> str:
    """The letters that were ticked for the answer `name` in the cells of a notebook.

    >>> ticks_in(['quiz.reflect("q29_answer", ticks="ac")'], "q29_answer")
    'ac'
    """
    for source in sources:
        for found, letters in TICKS.findall(source):
            if found == name:
                return letters
    return ""


def _line(letter: str, idea: Idea, ticked: bool, reading: Reading) -> Line:
    """What is shown of one idea."""
    stated = claims.stated(reading.counted)
    for sentence in stated:
        if any(prose.affirmed(pattern, sentence) for pattern in idea.contradicted):
            return Line(letter, idea.says, ticked, sentence, idea.asks)

    found = (sentence for sentence in stated if claims.says(idea.said, sentence))
    sentence = next(found, "")
    if sentence and not ticked:
        return Line(letter, idea.says, ticked, sentence, OFFER)
    if ticked and not sentence:
        return Line(letter, idea.says, ticked, "", "Which of your sentences says it?")
    return Line(letter, idea.says, ticked, sentence, "")


def _counted(reading: Reading) -> str:
    """How long the text is, and what does not count."""
    said = [f"{reading.length} words of your own; between {SHORTEST} and {LONGEST} are asked for."]
    said += [
        f"Words of the question or the lesson; say it in your own: “{copied}”"
        for copied in reading.copied
    ]
    said += [
        f"Words without a sentence; how do they hang together? “{words}”" for words in reading.lists
    ]
    return "\n".join(said)
