"""Short answers: which key ideas a text states, lacks or denies. A mirror for the writer, never a mark.

What it can do is modest: it looks for words, sentence by sentence (`prose`). It does not understand, and
it says so. The instructor reads the text and gives the points.
"""

import textwrap
from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from itertools import chain

from mlp_course.quiz import prose
from mlp_course.quiz.answers import course_text, written
from mlp_course.quiz.prose import LITTLE_WORDS
from mlp_course.quiz.questions import ASKED, IDEAS, POOLS, Idea

PLACEHOLDERS = ("", "YOUR ANSWER HERE", "Your answer: replace this line")
SHORTEST, LONGEST = 50, 150  # words of a good answer
NEAR, FAR = (
    10,
    12,
)  # words in a row that make a passage a copy: of the question or its statements, of the lesson
MOST_CHARACTERS = 5000  # that are read at all
OFF_TOPIC = 0.25  # least share of the question's vocabulary among the longer words
LIMITS = (
    "This looks for words and gives no points; it can be wrong. Your instructor reads the text."
)


@dataclass(frozen=True)
class Reading:
    """What was found in a text: its sentences by what became of them, and the state of every idea."""

    counted: list[str]
    copied: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    states: dict[str, str] = field(
        default_factory=dict
    )  # idea -> 'present', 'missing' or 'contradicted'
    because: dict[str, str] = field(default_factory=dict)  # idea -> the sentence that shows it
    on_topic: bool = True

    @property
    def length(self) -> int:
        """Words in the sentences that count."""
        return sum(len(prose.words(sentence)) for sentence in self.counted)


def judge(text: str, ideas: tuple[Idea, ...]) -> dict[str, str]:
    """What each idea's sentence is in `text`: 'present', 'missing' or 'contradicted'."""
    return {idea.says: _state(idea, prose.sentences(text), set())[0] for idea in ideas}


def read(text: str, name: str, lesson: Iterable[str] = ()) -> Reading:
    """Read `text` as an answer to `name` ('q29_answer'); `lesson` holds the prose that it may be copied from.

    Sentences that are copied, lists of words and repetitions do not count.
    """
    near, far = prose.runs(_question_text(name), NEAR), prose.runs(lesson, FAR)
    sorted_out = Reading([], states={}, because={})
    for sentence in prose.sentences(text[:MOST_CHARACTERS]):
        if prose.is_copied(sentence, near, NEAR) or prose.is_copied(sentence, far, FAR):
            sorted_out.copied.append(sentence)
        elif prose.is_prose(sentence):
            sorted_out.counted.append(sentence)
        else:
            sorted_out.lists.append(sentence)
    asked = set(_stems(ASKED.get(name[:3], "")))
    for idea in IDEAS[name]:
        sorted_out.states[idea.says], sorted_out.because[idea.says] = _state(
            idea, sorted_out.counted, asked
        )
    found = any(state != "missing" for state in sorted_out.states.values())
    vocabulary = set(_stems(" ".join(_question_text(name))))
    used = _stems(" ".join(sorted_out.counted))
    known = sum(stem in vocabulary for stem in used)
    return replace(sorted_out, on_topic=found or known >= OFF_TOPIC * len(used))


def report(reading: Reading) -> list[str]:
    """What to tell the writer, a line or a few for everything that was found."""
    length = reading.length
    said = (
        "a good length"
        if SHORTEST <= length <= LONGEST
        else f"between {SHORTEST} and {LONGEST} are asked for"
    )
    told = [f"{length} words count: {said}."]
    for sentence in reading.copied:
        told.append(
            f"{'not counted':>13}  copied from the question or the lesson: “{_short(sentence)}”"
        )
    for sentence in reading.lists:
        told.append(f"{'not counted':>13}  a list of words, not a sentence: “{_short(sentence)}”")
    if not reading.on_topic:
        told.append(f"{'off topic':>13}  hardly a word of the question's field was found")
    for idea, state in reading.states.items():
        told.append(f"{state:>13}  {idea}")
        if reading.because[idea]:
            told.append(f"{'':>13}  here: “{_short(reading.because[idea])}”")
    return [textwrap.fill(line, width=100, subsequent_indent=" " * 15) for line in told]


def suggest(reading: Reading, most: float) -> float:
    """Points that `reading` would suggest out of `most`, in halves: the share of ideas present, nothing else."""
    share = sum(state == "present" for state in reading.states.values()) / len(reading.states)
    return round(2 * most * share) / 2


def reflect(name: str) -> None:
    """Print what is found in the saved answer cell `name` of this notebook."""
    text = written(name)
    if text is None:
        print("Your answer could not be read: save the notebook (Ctrl+S) and run this cell again.")
    elif text.strip("*_ .") in PLACEHOLDERS:
        print("Nothing is written yet.")
    else:
        print("\n".join([*report(read(text, name, course_text())), LIMITS]))


def _question_text(name: str) -> list[str]:
    """The question, its statements, and the ideas as the feedback words them: copying them says nothing."""
    statements = [
        text for couple in POOLS.get(name.removesuffix("_answer"), ()) for text in couple.values()
    ]
    return [ASKED.get(name[:3], ""), *statements, *(idea.says for idea in IDEAS[name])]


def _stems(text: str) -> list[str]:
    """The beginnings of the longer words, so that endings make no difference."""
    return [word[:6] for word in prose.words(text) if len(word) > 4 and word not in LITTLE_WORDS]


def _state(idea: Idea, sentences: list[str], asked: Set[str]) -> tuple[str, str]:
    """The state of `idea`, and the sentence that decides it; words of the question alone (`asked`) show nothing."""
    for sentence in sentences:
        if any(prose.affirmed(pattern, sentence) for pattern in idea.contradicted):
            return "contradicted", sentence
    for sentence in sentences:
        found = [prose.affirmed(pattern, sentence) for pattern in idea.found]
        if all(found) and any(
            not set(_stems(word)) or set(_stems(word)) - asked for word in chain(*found)
        ):
            return "present", sentence
    for sentence in sentences:
        for part in prose.parts(sentence):
            found = [prose.affirmed(pattern, part) for pattern in idea.found]
            if None not in found and [] in found:
                return "contradicted", sentence
    return "missing", ""


def _short(sentence: str) -> str:
    return textwrap.shorten(sentence, 90, placeholder=" …")
