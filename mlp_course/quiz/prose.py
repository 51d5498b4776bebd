"""What rules can see of an English text: sentences, denials, lists of words, copied passages.

Each rule is a line or two, and each can be fooled: nothing here understands a sentence.
"""

import functools
import re
from collections.abc import Iterable, Set

LITTLE = """
a about after again all already also although always an and any anymore are as at be because been
before being both but by can cannot could did do does done during each either even every everybody
everything few for from get gets had has have hence here how however i if in instead into is it its
itself just less like made make makes many may more most much must neither never no nobody nor not
nothing of off often on once one only or other our out over per same shall she should since so some
something still such take takes than that the their them then there therefore these they this those
though through thus to too two under until up upon us use used uses using very was we were what
when where whether which while who whose why will with within without would yet you your
"""
LITTLE_WORDS = frozenset(re.findall(r"\w+", LITTLE))

# Of little words in a list of key words; English prose has 0.4 to 0.5.
MOST_LITTLE = 0.15
SHORTEST_LIST = 6  # words; fewer are a note
REACH = 5  # words that a denial reaches ahead

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ABBREVIATION = re.compile(r"\b(e\.g|eg|i\.e|ie|et al|etc|vs|cf|eq|fig)\. ", flags=re.IGNORECASE)

NO_STOP = "\ue000"  # stands for the full stop of an abbreviation meanwhile

# Where a sentence ends: at a full stop, an empty line, a new item of a list
SENTENCE_END = re.compile(r"(?<=[.!?])[\s\"')]+(?=\S)|\n\s*\n|\n\s*(?=[-*•]|\d+\.\s)")

# Where a clause ends; an "and" ends one only before what may begin the next.
CLAUSE_END = re.compile(
    r"[,;:()]|--|[–—]"
    r"|\b(?:but|because|since|so|while|whereas|although|though|when|if|as|which|that|where"
    r"|unless|until)\b"
    r"|\band\s+(?=(?:the|an?|it|they|this|these|each|every|all|its|their"
    r"|therefore|hence|thus|so|we|you)\b)"
)

# Where what is said in a sentence ends, and something else is said
STATEMENT_END = re.compile(
    r"[;:–—]|\b(?:because|but|since|instead)\b|, (?:so|it|they|while|whereas)\b"
)

# Words that deny; "not only" and the like do not.
DENIAL = re.compile(
    r"(?:\b(?:not|never|no|none|nor|neither|cannot|(?<=\w )without|hardly|lacks?|lacking"
    r"|fails? to|instead of|rather than|unlike|nothing)\b|n['’]t\b)"
    r"(?!\s+(?:only|just|merely|necessary|matter|enough|sufficient)\b)"
)

# Everything after it in the sentence is denied.
DENIED_CLAIM = re.compile(
    r"(?:\b(?:not|cannot|n['’]t) "
    r"(?:(?:be )?(?:true|correct|right|the case)|mean|imply|think|believe|say|follow)"
    r"|\b(?:un|not )true|(?<!not )\b(?:false|incorrect|wrong)"
    r"|\b(?:is|be) an? (?:\w+ )?(?:mistake|myth|misconception|error))"
    r" (?:(?:idea |claim |belief )?that|to (?:say|think|claim|believe|assume))\b"
)

# What follows is only supposed, or said of something else.
SUPPOSED = re.compile(
    r"\b(?:if|unless|suppose|would|were)\b"
    r"|\b(?:that|which|who) (?:is|are|was|do|does|has|have)(?: not|n['’]t)\b"
)

# Everything inside it is denied.
REFUTED = re.compile(
    r"(?:^that|\b(?:claim|statement|idea|belief|assumption) that)\b.*?\b(?:is|are|would be)"
    r" (?:false|wrong|untrue|not true|not correct|incorrect|nonsense"
    r"|an? (?:\w+ )?(?:mistake|myth|misconception))\b"
)


def words(text: str) -> list[str]:
    """The words of `text` in small letters.

    >>> words("F = −∂E/∂r, so forces *turn*.")
    ['f', 'e', 'r', 'so', 'forces', 'turn']
    """
    return WORD.findall(text.replace("∂", " ").lower())


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each once.

    >>> sentences("Forces turn. Energies stay! Forces turn.")
    ['Forces turn.', 'Energies stay!']
    """
    # The full stop of an abbreviation ends no sentence.
    text = ABBREVIATION.sub(rf"\1{NO_STOP} ", text)
    found = {}
    for part in SENTENCE_END.split(text):
        sentence = re.sub(r"\s+", " ", part).strip().replace(NO_STOP, ".")
        if words(sentence):
            found[sentence.lower()] = sentence
    return list(found.values())


def parts(sentence: str) -> list[str]:
    """The parts of `sentence` between commas and the like.

    What is denied in one need not be in the next.

    >>> parts("Fixed ones are not trained, whereas learned ones are.")
    ['Fixed ones are not trained', ' whereas learned ones are.']
    """
    return re.split(r"[,;:()–—]|\bbut\b", sentence)


def is_list(sentence: str) -> bool:
    """Whether `sentence` is a mere list of key words: long enough to tell, and hardly a little one.

    Notes in the style of a telegram and formulas are none.

    >>> is_list("forces, rotation, equivariance, gradient, tensor, norm")
    True
    >>> is_list("E_i = NN(G_i), weights trained afterwards, eta set by me")
    False
    >>> is_list("the forces turn along with the molecule")
    False
    """
    found = words(sentence)
    if len(found) < SHORTEST_LIST or "=" in sentence:
        return False
    little = 0
    for word in found:
        if word in LITTLE_WORDS or "'" in word or "’" in word:
            little += 1
    return little <= MOST_LITTLE * len(found)


def affirmed(pattern: str, sentence: str) -> list[str] | None:
    """What in `sentence` matches `pattern` and is not denied there; None if nothing counts.

    Denials in a supposition ("if they were not invariant") or about other things ("models that are
    not invariant") say nothing either way.

    >>> affirmed("invarian", "Descriptors are invariant.")
    ['invarian']
    >>> affirmed("invarian", "They are not at all invariant.")
    []
    >>> affirmed("invarian", "It is not true that descriptors are invariant.")
    []
    >>> affirmed("~invarian", "They are not invariant.")
    ['invarian']
    >>> affirmed("invarian", "If they were not invariant, ...") is None
    True
    >>> affirmed("invarian", "Not only energies are invariant.")
    ['invarian']
    >>> affirmed("invarian", "Forces are equivariant.") is None
    True
    """
    sentence = sentence.lower()
    anyhow = pattern.startswith("~")  # whether denied or not
    words_only = rf"(?<!\w)(?:{pattern.removeprefix('~')})"
    found = list(re.finditer(words_only, sentence, flags=re.IGNORECASE))
    kept = [match[0] for match in found if anyhow or not _denied(sentence, match.start())]
    if kept:
        return kept
    for match in found:
        if not SUPPOSED.search(sentence[: match.start()]):
            return []
    return None


def _denied(sentence: str, place: int) -> bool:
    """Whether a denial reaches the word at `place`; one denial of another affirms."""
    start = 0
    for boundary in STATEMENT_END.finditer(sentence):
        if boundary.end() <= place:
            start = boundary.end()
    before = sentence[start:place]

    # A word near by denies it.
    clause = CLAUSE_END.split(before)[-1]
    near = before.endswith("non-")
    for denial in DENIAL.finditer(clause):
        between = words(clause[denial.end() :])
        near = near or len(between) < REACH

    # A claim that it is in is denied.
    refuted = REFUTED.search(sentence, start)
    inside = refuted is not None and refuted.start() < place < refuted.end()
    whole = inside or DENIED_CLAIM.search(before) is not None
    return near != whole


def runs(texts: Iterable[str], length: int) -> Set[tuple[str, ...]]:
    """All sequences of `length` words in `texts`."""
    return _runs(tuple(texts), length)


# Kept, since the texts of a lesson and its questions are the same for every student
@functools.lru_cache(maxsize=16)
def _runs(texts: tuple[str, ...], length: int) -> Set[tuple[str, ...]]:
    """`runs` of a tuple."""
    found = set()
    for text in texts:
        row = words(text)
        for k in range(len(row) - length + 1):
            found.add(tuple(row[k : k + length]))
    return frozenset(found)


def is_copied(sentence: str, known: Set[tuple[str, ...]], length: int) -> bool:
    """Whether more than half of the words of `sentence` stand in `known` runs of `length` words.

    >>> rhyme = runs(["sing a song of sixpence, a pocket full of rye"], 5)
    >>> is_copied("Sing a song of sixpence!", rhyme, 5)
    True
    """
    row = words(sentence)
    covered: set[int] = set()
    for k in range(len(row) - length + 1):
        if tuple(row[k : k + length]) in known:
            covered.update(range(k, k + length))
    return 2 * len(covered) > len(row)
