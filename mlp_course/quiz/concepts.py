"""Short answers: which key ideas a text states, lacks or denies.

It is a mirror for the writer, never a mark. What it can do is modest: it looks for words, sentence
by sentence (`prose`). It does not understand, and it says so. The instructor reads the text and
gives the points.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from itertools import chain

from mlp_course.quiz import prose
from mlp_course.quiz.prose import LITTLE_WORDS
from mlp_course.quiz.questions import ASKED, IDEAS, POOLS, Idea

# Words of a good answer
SHORTEST = 50
LONGEST = 150

# Words in a row that make a passage a copy: of the question or its statements, of the lesson
NEAR = 10
FAR = 12

MOST_CHARACTERS = 5000  # that are read at all
OFF_TOPIC = 0.25  # least share of the question's vocabulary among the longer words
LIMITS = (
    "This looks for words and gives no points; it can be wrong. Your instructor reads the text."
)


@dataclass(frozen=True)
class Reading:
    """What was found in a text: its sentences by what became of them, the state of every idea.

    `states` says of an idea 'present', 'missing' or 'contradicted', `because` which sentence
    shows it.
    """

    counted: list[str]
    copied: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    on_topic: bool = True

    @property
    def length(self) -> int:
        """Words in the sentences that count."""
        return sum(len(prose.words(sentence)) for sentence in self.counted)


def judge(text: str, ideas: tuple[Idea, ...]) -> dict[str, str]:
    """What each idea's sentence is in `text`: 'present', 'missing' or 'contradicted'."""
    sentences = prose.sentences(text)
    states = {}
    for idea in ideas:
        states[idea.says], _ = _state(idea, sentences, set())
    return states


def read(text: str, name: str, lesson: Iterable[str] = ()) -> Reading:
    """Read `text` as an answer to `name` ('q29_answer').

    `lesson` holds the prose that it may be copied from. Sentences that are copied, lists of words
    and repetitions do not count.
    """
    reading = _sorted_out(text, name, lesson)
    question = ASKED.get(name[:3], "")
    asked = set(_stems(question))
    for idea in IDEAS[name]:
        state, sentence = _state(idea, reading.counted, asked)
        reading.states[idea.says] = state
        reading.because[idea.says] = sentence
    return replace(reading, on_topic=_is_on_topic(reading, name))


def suggest(reading: Reading, most: float) -> float:
    """Points that `reading` would suggest out of `most`, in halves.

    They are the share of ideas present, nothing else.
    """
    states = list(reading.states.values())
    share = states.count("present") / len(states)
    return round(2 * most * share) / 2


def _sorted_out(text: str, name: str, lesson: Iterable[str]) -> Reading:
    """The sentences of `text` by what becomes of them."""
    near = prose.runs(_question_text(name), NEAR)
    far = prose.runs(lesson, FAR)
    reading = Reading(counted=[])
    for sentence in prose.sentences(text[:MOST_CHARACTERS]):
        from_question = prose.is_copied(sentence, near, NEAR)
        if from_question or prose.is_copied(sentence, far, FAR):
            reading.copied.append(sentence)
        elif prose.is_list(sentence):
            reading.lists.append(sentence)
        else:
            reading.counted.append(sentence)
    return reading


def _is_on_topic(reading: Reading, name: str) -> bool:
    """Whether an idea was found, or enough of the question's vocabulary."""
    if any(state != "missing" for state in reading.states.values()):
        return True
    question = " ".join(_question_text(name))
    vocabulary = set(_stems(question))
    used = _stems(" ".join(reading.counted))
    known = sum(stem in vocabulary for stem in used)
    return known >= OFF_TOPIC * len(used)


def _question_text(name: str) -> list[str]:
    """The question, its statements, and the ideas as the feedback words them.

    Copying them says nothing.
    """
    told = [ASKED.get(name[:3], "")]
    pool = name.removesuffix("_answer")
    for couple in POOLS.get(pool, ()):
        told += couple.values()
    for idea in IDEAS[name]:
        told.append(idea.says)
    return told


def _stems(text: str) -> list[str]:
    """The beginnings of the longer words, so that endings make no difference."""
    found = []
    for word in prose.words(text):
        if len(word) > 4 and word not in LITTLE_WORDS:
            found.append(word[:6])
    return found


def _state(idea: Idea, sentences: list[str], asked: Set[str]) -> tuple[str, str]:
    """The state of `idea`, and the sentence that decides it.

    1. A sentence that matches one of its contradictions contradicts it.
    2. A sentence that matches all its patterns shows it, unless by words of the question alone
       (`asked`).
    3. A part of a sentence that matches all, but denies one of them, contradicts it.
    """
    # 1.
    for sentence in sentences:
        if any(prose.affirmed(pattern, sentence) for pattern in idea.contradicted):
            return "contradicted", sentence

    # 2.
    for sentence in sentences:
        found = _matches(idea, sentence)
        affirmed = [words for words in found if words]
        matches_all = len(affirmed) == len(found)
        if matches_all and _shows_more(affirmed, asked):
            return "present", sentence

    # 3.
    for sentence in sentences:
        for part in prose.parts(sentence):
            found = _matches(idea, part)
            if None not in found and [] in found:
                return "contradicted", sentence
    return "missing", ""


def _matches(idea: Idea, text: str) -> list[list[str] | None]:
    """What each pattern of `idea` finds in `text`."""
    return [prose.affirmed(pattern, text) for pattern in idea.found]


def _shows_more(found: list[list[str]], asked: Set[str]) -> bool:
    """Whether a word that was found is not one of the question's."""
    for word in chain(*found):
        stems = set(_stems(word))
        if not stems or stems - asked:
            return True
    return False
