"""Short answers: which key ideas a text contains, lacks or contradicts. A mirror for the writer, never a mark.

What it can do is modest: it looks for words, sentence by sentence. It does not understand, and it
says so. The instructor reads the text and gives the points.
"""

import json
import os
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path

from mlp_course.quiz.questions import IDEAS, Idea

PLACEHOLDERS = ("", "YOUR ANSWER HERE", "Your answer: replace this line")
NEGATION = re.compile(r"(\b(not|never|no|nor|cannot|without|neither)\b|n't)(\W+\w+){0,3}\W*$")


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
