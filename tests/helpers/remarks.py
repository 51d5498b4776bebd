"""Answers that were read by hand, and what the checklist says of them: each remark true or false.

The notation is told in tests/quiz/texts/README.md.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass

from helpers import ROOT
from mlp_course.quiz import prose
from mlp_course.quiz.answers import course_text
from mlp_course.quiz.checklist import OFFER, checklist
from mlp_course.quiz.concepts import Reading, read

FOLDER = ROOT / "tests" / "quiz" / "texts"
HALVES = ("seen", "held_out")

MARK = re.compile(r"\s*\[\[([\w!\s]+)\]\]")
# Where a sentence ends for who marks one by hand; the full stop of an abbreviation ends none
END = re.compile(r"(?<=[.!?])(?<!\beg\.)(?<!e\.g\.)\s+|\n\s*(?=- )|\n\s*\n")


@dataclass(frozen=True)
class Text:
    """An answer to `name`; `spans` are the stretches that were marked, each with its marks."""

    name: str
    kind: str
    manner: str
    plain: str
    spans: tuple[tuple[int, int, frozenset[str]], ...]

    def marks(self, sentence: str) -> set[str]:
        """What the marked stretches say that `sentence` shares words with."""
        start = _flat(self.plain).find(_flat(sentence))
        found: set[str] = set()
        for begin, end, marks in self.spans:
            shared = _flat(self.plain)[max(begin, start) : min(end, start + len(sentence))]
            if prose.words(shared):
                found |= marks
        return found

    def marked(self) -> set[str]:
        """Every mark of the text."""
        return {mark for _, _, marks in self.spans for mark in marks}


@dataclass(frozen=True)
class Remark:
    """What was said of a `sentence`: that it says or denies an idea, is a copy, or a list."""

    text: Text
    sort: str  # "says", "asks", "copy" or "list"
    letter: str
    sentence: str
    true: bool


def texts(half: str) -> list[Text]:
    """The texts of one half."""
    found = []
    for path in sorted((FOLDER / half).glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["text"]:
            plain, spans = _without_marks(case["text"])
            name = f"{path.stem}_answer"
            found.append(Text(name, case["kind"], case["manner"], plain, spans))
    return found


def remarks(text: Text, reads: Callable[..., Reading] = read) -> list[Remark]:
    """Everything the checklist says of `text` that is true or false."""
    reading = reads(text.plain, text.name, course_text())
    said = [("copy", "", sentence) for sentence in reading.copied]
    said += [("list", "", sentence) for sentence in reading.lists]
    for line in checklist(reading, text.name, "").lines:
        if line.sentence:
            sort = "says" if line.asks == OFFER else "asks"
            said.append((sort, line.letter, line.sentence))

    found = []
    for sort, letter, sentence in said:
        mark = {"says": letter, "asks": f"!{letter}"}.get(sort, sort)
        found.append(Remark(text, sort, letter, sentence, mark in text.marks(sentence)))
    return found


def ideas_found(some: list[Text], reads: Callable[..., Reading] = read) -> tuple[int, int]:
    """How many ideas were found in the right ones of the texts, of how many that they have."""
    found = 0
    there = 0
    for text in some:
        if text.kind == "right":
            there += len({mark for mark in text.marked() if len(mark) == 1})
            said = remarks(text, reads)
            found += sum(remark.true and remark.sort == "says" for remark in said)
    return found, there


def _without_marks(marked: str) -> tuple[str, tuple[tuple[int, int, frozenset[str]], ...]]:
    """The text as a student wrote it, and where the marked sentences stand in it, made flat."""
    plain = ""
    spans = []
    place = 0
    for mark in MARK.finditer(marked):
        plain += marked[place : mark.start()]
        place = mark.end()
        # The marked sentence is the last one so far
        begins = [end.end() for end in END.finditer(plain)]
        begin = len(_flat(plain[: begins[-1]])) if begins else 0
        spans.append((begin, len(_flat(plain)), frozenset(mark[1].split())))
    return plain + marked[place:], tuple(spans)


def _flat(text: str) -> str:
    """`text` in one line."""
    return re.sub(r"\s+", " ", text).strip()
