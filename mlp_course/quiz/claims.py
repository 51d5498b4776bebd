"""Which sentences claim something of the matter, in the writer's own name, and whether they say it.

Questions, suppositions, what others believe and what is said of other things claim nothing here.
"""

import re
from collections.abc import Iterable

from mlp_course.quiz import prose

# "…" in a phrase: words of the same clause, no denial among them
GAP = r"(?:(?!\b(?:not|no|never|neither|nor|without|cannot|nothing)\b|n['’]t\b)[^.,;:?!]){0,60}?"

SUPPOSED = re.compile(
    r"\bif\b.*\b(?:were|was|had|found|used|could|would|might)\b"
    r"|\b(?:would|suppose|imagine|perhaps|maybe|not sure)\b",
    flags=re.IGNORECASE,
)

# What somebody else says, or what one might think
REPORTED = re.compile(
    r"\b(?:some|many|most|other|people|students|one|they|others|often|sometimes|i) "
    r"(?:\w+ ){0,3}?(?:say|says|said|believe|believes|think|thinks|claim|claims|write|writes"
    r"|argue|heard|read)\b"
    r"|\b(?:said|believed|claimed|thought|tempting|popular) (?:\w+ ){0,3}?that\b"
    r"|\b(?:myth|mistake|misconception|misunderstanding|rumou?r|wrong|false|incorrect)\b"
    r"|\btempting to\b",
    flags=re.IGNORECASE,
)

# A subject that is not the question's
ELSEWHERE = re.compile(
    r"^\W*(?:in |on |for |with )?(?:the |an? |each |only |all |our )?"
    r"(?:classical |empirical |usual |traditional )?"
    r"(?:dft|density.functional|electronic.structure|force.fields?|lennard|crystals?|mpi|loss"
    r"|optimi[sz]ers?|learning rates?|wave.?functions?|electrons?|basis|process(?:es)?|slater"
    r"|exchange)\b",
    flags=re.IGNORECASE,
)
GOES_ON = re.compile(r"^\W*(?:they|it|this|these|its|their)\b", flags=re.IGNORECASE)


def stated(sentences: Iterable[str]) -> list[str]:
    """The sentences that claim something of the matter.

    >>> stated(["Is it a sum?", "Some say it is.", "If it were sorted, ...", "It is a sum."])
    ['It is a sum.']
    """
    found = []
    elsewhere = False
    for sentence in sentences:
        # "They" are still the things of the sentence before
        goes_on = elsewhere and GOES_ON.search(sentence) is not None
        elsewhere = goes_on or ELSEWHERE.search(sentence) is not None
        asks = sentence.rstrip("\"') ").endswith("?")
        others = SUPPOSED.search(sentence) or REPORTED.search(sentence)
        if not (asks or others or elsewhere):
            found.append(sentence)
    return found


def says(phrases: Iterable[str], sentence: str) -> bool:
    """Whether one of `phrases` is in `sentence`, none is denied and none speaks of another thing.

    >>> says(("energy … sum",), "The energy is a sum.")
    True
    >>> says(("energy … sum",), "The energy is not a sum.")
    False
    >>> says(("energy … sum", "!kinetic"), "The kinetic energy is a sum.")
    False
    """
    said = False
    for phrase in phrases:
        pattern = phrase.removeprefix("!").replace(" … ", rf"\b{GAP}(?<!\w)")
        if phrase.startswith("!"):
            if re.search(rf"(?<!\w)(?:{pattern})", sentence, flags=re.IGNORECASE):
                return False
        elif prose.affirmed(pattern, sentence):
            said = True
    return said
