"""Twenty texts and what the feedback finds in them; denials, lists of words and copied passages."""

import tomllib
from pathlib import Path

import pytest

from mlp_course.quiz import answers, concepts

FOLDER = Path(__file__).resolve().parent / "quiz-texts"
TEXTS = [
    pytest.param(path.stem, text, id=f"{path.stem} {text['kind']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]
]


@pytest.mark.parametrize(("question", "case"), TEXTS)
def test_the_feedback_on_a_text(question, case):
    reading = concepts.read(case["text"], f"{question}_answer", answers.course_text())
    assert "".join(state[0] for state in reading.states.values()) == case["found"]
    assert len(reading.copied) == case.get("copied", 0)
    assert len(reading.lists) == case.get("lists", 0)
    assert reading.on_topic is not case.get("off_topic", False)


if __name__ == "__main__":
    for param in TEXTS:
        question, case = param.values
        print(f"\n=== {question}, {case['kind']} (expected {case['found']})")
        print("\n".join(concepts.report(concepts.read(case["text"], f"{question}_answer", answers.course_text()))))
