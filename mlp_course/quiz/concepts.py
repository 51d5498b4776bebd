"""Short answers: which key ideas a text contains, lacks or contradicts. A mirror for the writer, never a mark.

What it can do is modest: it looks for words, sentence by sentence. It does not understand, and it
says so. The instructor reads the text and gives the points.
"""

import json
import os
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PLACEHOLDERS = ("", "YOUR ANSWER HERE", "Your answer: replace this line")
NEGATION = re.compile(r"(\b(not|never|no|nor|cannot|without|neither)\b|n't)(\W+\w+){0,3}\W*$")


@dataclass(frozen=True)
class Idea:
    """One thing a good answer says: every pattern of `found` in one sentence. `contradicted` patterns deny it."""

    says: str
    found: tuple[str, ...]
    contradicted: tuple[str, ...] = ()


IDEAS = {
    "q29_answer": (
        Idea("only relative positions enter, so the position in space drops out",
             (r"differen|relative|distance|r_?ij|pair vector|with respect to",),
             (r"raw coordinates? (is|are) invariant", r"cent(re|er) of mass.*(enough|suffic|rotation)")),
        Idea("route 1: descriptors made of distances and angles do not change when the molecule turns",
             (r"descriptor|distance|angle", r"invarian|unchanged|same|do(es)? not (change|depend)|independent"),
             (r"spherical harmonics (is|are) invariant",)),
        Idea("route 2: equivariant features, vectors and tensors that turn with the molecule",
             (r"equivarian|(vector|tensor)\w*.*(rotat|turn)",)),
        Idea("route 2 ends in scalars: contractions such as dot products or norms",
             (r"contract|scalar|dot product|inner product|norm\b|power spectrum",)),
        Idea("the forces are not invariant: as the gradient of the energy they turn with the molecule",
             (r"force|gradient", r"equivarian|turn|rotat|along|vector"),
             (r"forces? (is|are|stays?|remains?) (also )?(rotationally )?(invariant|unchanged|the same)",)),
    ),
    "q30_answer": (
        Idea("the energy is a sum of atomic energies, and a sum has no order",
             (r"\bsum\b|\badd|Σ", r"energ|contribution"),
             (r"sum.*(is|alone is|by itself is) (enough|sufficient)",)),
        Idea("the sum alone is not enough: each atomic energy must not depend on the labels either",
             (r"not (enough|sufficient)|insufficient|also|itself|must|each", r"descriptor|atomic energ|environment")),
        Idea("each descriptor is symmetric in its neighbours: sum, sorting or another symmetric function",
             (r"neighbou?r", r"sum|sort|symmetric|order|histogram|pool|average|mean"),
             (r"neighbou?rs? (is|are) (ordered|sorted) by (index|label)",)),
        Idea("only atoms of the same element may be exchanged",
             (r"same (element|species|kind|type)|like atoms|identical|element|species",),
             (r"any (two )?atoms can be (swapped|exchanged)",)),
    ),
}  # fmt: skip


def judge(text: str, ideas: tuple[Idea, ...]) -> dict[str, str]:
    """What each idea's sentence is in `text`: 'present', 'missing' or 'contradicted'."""
    sentences = [part.lower() for part in re.split(r"(?<=[.!?;])\s+|\n\s*\n", text)]
    return {idea.says: _state(idea, sentences) for idea in ideas}


def reflect(name: str) -> None:
    """Print what is found in the saved answer cell `name` of this notebook: ideas, and the number of words."""
    text = written(name)
    if text is None:
        print("Your answer could not be read: save the notebook (Ctrl+S) and run this cell again.")
        return
    if text.strip("*_ .") in PLACEHOLDERS:
        print("Nothing is written yet.")
        return
    words = len(text.split())
    length = "between 50 and 150 are asked for" if not 50 <= words <= 150 else "a good length"
    print(f"{words} words: {length}.")
    for idea, state in judge(text, IDEAS[name]).items():
        print(textwrap.fill(f"{state:>13}  {idea}", width=100, subsequent_indent=" " * 15))
    print("This looks for words and gives no points; your instructor reads the text.")


def written(name: str) -> str | None:
    """The text of the answer cell `name` as last saved, of the notebook that is open here; None if there is none."""
    opened = Path(os.environ.get("JPY_SESSION_NAME", ""))
    for path in [opened, Path(opened.name), *sorted(Path().glob("*.ipynb"))]:
        for cell in _cells(path):
            if (cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") == name:
                source = "".join(cell["source"])
                return re.sub(r"=== BEGIN MARK SCHEME ===.*?=== END MARK SCHEME ===", "", source, flags=re.S).strip()
    return None


def _cells(path: Path) -> list[Mapping]:
    try:
        return json.loads(path.read_text(encoding="utf-8")).get("cells", []) if path.suffix == ".ipynb" else []
    except (OSError, ValueError, AttributeError):
        return []


def _state(idea: Idea, sentences: list[str]) -> str:
    for sentence in sentences:
        if any(_affirmed(pattern, sentence) for pattern in idea.contradicted):
            return "contradicted"
    present = any(all(_affirmed(pattern, sentence) for pattern in idea.found) for sentence in sentences)
    return "present" if present else "missing"


def _affirmed(pattern: str, sentence: str) -> bool:
    """Whether `pattern` occurs with no negation in the three words before it."""
    matches = re.finditer(pattern, sentence, flags=re.IGNORECASE)
    return any(not NEGATION.search(sentence[: match.start()]) for match in matches)
