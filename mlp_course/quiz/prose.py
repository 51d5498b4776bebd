"""What rules can see of an English text: its sentences, what is denied in them, lists of words, copied passages.

Each rule is a line or two, and each can be fooled: nothing here understands a sentence.
"""

import functools
import re
from collections.abc import Iterable, Set

LITTLE = """
a about after again all already also although always an and any anymore are as at be because been before being
both but by can cannot could did do does done during each either even every everybody everything few for from
get gets had has have hence here how however i if in instead into is it its itself just less like made make
makes many may more most much must neither never no nobody nor not nothing of off often on once one only or
other our out over per same shall she should since so some something still such take takes than that the their
them then there therefore these they this those though through thus to too two under until up upon us use used
uses using very was we were what when where whether which while who whose why will with within without would yet
you your
"""
LITTLE_WORDS = frozenset(re.findall(r"\w+", LITTLE))
LEAST_SHARE = 0.25  # of little words in a sentence; English prose has 0.4 to 0.5, lists of key words have none
LONGEST_LIST = 7  # words in a row without a little one

SENTENCE_END = re.compile(r"(?<=[.!?])[\s\"')]+(?=\S)|\n\s*\n|\n\s*(?=[-*•]|\d+\.\s)")
CLAUSE_END = re.compile(
    r"[,;:()]|--|[–—]|\b(?:but|because|since|so|while|whereas|although|though|when|if|as|which|that|where|unless|until)\b"
    r"|\band\s+(?=(?:the|an?|it|they|this|these|each|every|all|its|their|therefore|hence|thus|so|we|you)\b)"
)
STATEMENT_END = re.compile(
    r"[;:–—]|\b(?:because|but|since|instead)\b|, (?:so|it|they|while|whereas)\b"
)
DENIAL = re.compile(
    r"(?:\b(?:not|never|no|none|nor|neither|cannot|(?<=\w )without|hardly|lacks?|lacking|fails? to|instead of"
    r"|rather than|unlike|nothing)\b|n['’]t\b)(?!\s+(?:only|just|merely|necessary|matter|enough|sufficient)\b)"
)
REACH = 5  # words that a denial reaches ahead
DENIED_CLAIM = re.compile(  # everything after it in the sentence is denied
    r"(?:\b(?:not|cannot|n['’]t) (?:(?:be )?(?:true|correct|right|the case)|mean|imply|think|believe|say|follow)"
    r"|\b(?:un|not )true|(?<!not )\b(?:false|incorrect|wrong)"
    r"|\b(?:is|be) an? (?:\w+ )?(?:mistake|myth|misconception|error))"
    r" (?:(?:idea |claim |belief )?that|to (?:say|think|claim|believe|assume))\b"
)
SUPPOSED = re.compile(  # or said of something else
    r"\b(?:if|unless|suppose|would|were)\b|\b(?:that|which|who) (?:is|are|was|do|does|has|have)(?: not|n['’]t)\b"
)
REFUTED = re.compile(  # everything inside it is
    r"(?:^that|\b(?:claim|statement|idea|belief|assumption) that)\b.*?\b(?:is|are|would be)"
    r" (?:false|wrong|untrue|not true|not correct|incorrect|nonsense|an? (?:\w+ )?(?:mistake|myth|misconception))\b"
)


def words(text: str) -> list[str]:
    """The words of `text` in small letters.

    >>> words("F = −∂E/∂r, so forces *turn*.")
    ['f', 'e', 'r', 'so', 'forces', 'turn']
    """
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.replace("∂", " ").lower())


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each once.

    >>> sentences("Forces turn. Energies stay! Forces turn.")
    ['Forces turn.', 'Energies stay!']
    """
    whole = re.sub(r"\b(e\.g|i\.e|et al|etc|vs|cf|eq|fig)\. ", r"\1 ", text, flags=re.IGNORECASE)
    parts = (re.sub(r"\s+", " ", part).strip() for part in SENTENCE_END.split(whole))
    return list({part.lower(): part for part in parts if words(part)}.values())


def parts(sentence: str) -> list[str]:
    """The parts of `sentence` between commas and the like: what is denied in one need not be in the next.

    >>> parts("Fixed ones are not trained, whereas learned ones are.")
    ['Fixed ones are not trained', ' whereas learned ones are.']
    """
    return re.split(r"[,;:()–—]|\bbut\b", sentence)


def is_prose(sentence: str) -> bool:
    """Whether `sentence` is more than a list of key words.

    >>> is_prose("the forces turn along with the molecule"), is_prose("forces, rotation, equivariance, gradient")
    (True, False)
    """
    little = [word in LITTLE_WORDS or "'" in word or "’" in word for word in words(sentence)]
    runs = "".join("." if small else "x" for small in little).split(".")
    return (
        len(little) > 2
        and sum(little) >= LEAST_SHARE * len(little)
        and max(map(len, runs)) <= LONGEST_LIST
    )


def affirmed(pattern: str, sentence: str) -> list[str] | None:
    """What in `sentence` matches `pattern` and is not denied there; None if nothing matches that counts.

    Denials in a supposition ("if they were not invariant") or about other things ("models that are not invariant")
    say nothing either way.

    >>> affirmed("invarian", "Descriptors are invariant."), affirmed("invarian", "They are not at all invariant.")
    (['invarian'], [])
    >>> affirmed("invarian", "It is not true that descriptors are invariant.")
    []
    >>> affirmed("~invarian", "They are not invariant."), affirmed("invarian", "If they were not invariant, ...")
    (['invarian'], None)
    >>> affirmed("invarian", "Not only energies are invariant."), affirmed("invarian", "Forces are equivariant.")
    (['invarian'], None)
    """
    sentence, anyhow = sentence.lower(), pattern.startswith("~")
    found = list(
        re.finditer(rf"(?<!\w)(?:{pattern.removeprefix('~')})", sentence, flags=re.IGNORECASE)
    )
    kept = [m for m in found if anyhow or not _denied(sentence, m.start())]
    counts = kept or any(not SUPPOSED.search(sentence[: m.start()]) for m in found)
    return [m[0] for m in kept] if counts else None


def _denied(sentence: str, place: int) -> bool:
    """Whether a denial reaches the word at `place`; one denial of another affirms."""
    start = max((m.end() for m in STATEMENT_END.finditer(sentence) if m.end() <= place), default=0)
    before, clause = sentence[start:place], CLAUSE_END.split(sentence[start:place])[-1]
    claim, refuted = DENIED_CLAIM.search(before), REFUTED.search(sentence, start)
    near = before.endswith("non-") or any(
        len(words(clause[m.end() :])) < REACH for m in DENIAL.finditer(clause)
    )
    whole = claim is not None or (refuted is not None and refuted.start() < place < refuted.end())
    return near != whole


def runs(texts: Iterable[str], length: int) -> Set[tuple[str, ...]]:
    """All sequences of `length` words in `texts`."""
    return _runs(tuple(texts), length)


@functools.lru_cache(
    maxsize=16
)  # the texts of a lesson and its questions are the same for every student
def _runs(texts: tuple[str, ...], length: int) -> Set[tuple[str, ...]]:
    listed = (words(text) for text in texts)
    return frozenset(
        tuple(row[k : k + length]) for row in listed for k in range(len(row) - length + 1)
    )


def is_copied(sentence: str, known: Set[tuple[str, ...]], length: int) -> bool:
    """Whether more than half of the words of `sentence` stand in `known` sequences of `length` words.

    >>> is_copied("Sing a song of sixpence!", runs(["sing a song of sixpence, a pocket full of rye"], 5), 5)
    True
    """
    row = words(sentence)
    covered = set()
    for k in range(len(row) - length + 1):
        if tuple(row[k : k + length]) in known:
            covered.update(range(k, k + length))
    return 2 * len(covered) > len(row)
