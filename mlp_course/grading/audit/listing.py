"""All verdicts for people, a line each, or for programs as JSON."""

from dataclasses import asdict

from mlp_course.grading.audit.bank import ACCEPT, REJECT, SPOILED, STUB, Unusable
from mlp_course.grading.audit.verdict import (
    ACCEPTS_ALL,
    FALSE_ACCEPT,
    FALSE_REJECT,
    FAULTS,
    LATE_TRUTH,
    NOT_AUDITED,
    RIGHT,
    SAYS_ELSE,
    STUB_SCORES,
    Verdict,
)

WIDTH = 110  # characters of a message on the screen
LONGEST = 400  # characters of a fault


def table(verdicts: list[Verdict], brief: bool = False) -> list[str]:
    """A line an item: right answers accepted, wrong ones rejected, the stub's points.

    What was said to rejected answers stands below the item, unless `brief`.
    """
    # A lesson's name stands once, above its items.
    lines = []
    lesson = ""
    for (name, item), group in _items(verdicts):
        if name != lesson:
            lesson = name
            heads = _columns(["right", "wrong", "stub"])
            lines.append(f"{lesson:42}{heads}")
        lines.append(_row(item, group))
        if brief:
            continue
        for verdict in _of_kind(group, REJECT):
            if not verdict.is_fault:
                lines.append(_told(verdict))
    return lines


def _items(verdicts: list[Verdict]) -> list[tuple[tuple[str, str], list[Verdict]]]:
    """Verdicts by lesson and item, in the order in which these first came, sorted inside."""
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.key, []).append(verdict)
    for group in groups.values():
        group.sort(key=_kind_and_label)
    return list(groups.items())


def _kind_and_label(verdict: Verdict) -> tuple[str, str]:
    """What the verdicts on one item are sorted by."""
    answer = verdict.result.answer
    return answer.kind, answer.label


def _of_kind(group: list[Verdict], kind: str) -> list[Verdict]:
    """The verdicts on answers of one kind."""
    return [verdict for verdict in group if verdict.result.answer.kind == kind]


def _row(item: str, group: list[Verdict]) -> str:
    """The line of one item."""
    accepts = _of_kind(group, ACCEPT)
    rejects = _of_kind(group, REJECT)
    right = sum(verdict.status == RIGHT for verdict in accepts)
    wrong = sum(verdict.status in (RIGHT, LATE_TRUTH, SAYS_ELSE) for verdict in rejects)
    # One, or none where the audit was stopped before
    stub = ""
    for verdict in _of_kind(group, STUB):
        result = verdict.result
        stub += f"{result.points or 0:g}/{result.maximum:g}"
    counts = [
        f"{right}/{len(accepts)}",
        f"{wrong}/{len(rejects)}",
        stub,
    ]
    columns = _columns(counts)
    line = f"  {item:40}{columns}"
    if any(verdict.is_fault for verdict in group):
        line += "  <- look below"
    return line


def _columns(texts: list[str]) -> str:
    """Texts side by side, right-aligned, each in a column of its own."""
    line = ""
    for text in texts:
        line += f" {text:>9}"
    return line


def _told(verdict: Verdict) -> str:
    """What was said to one answer, as much as fits."""
    result = verdict.result
    label = result.answer.label
    message = result.message.text or "(no message)"
    said = _one_line(message)
    if result.points:
        said = f"{result.points:g} of {result.maximum:g} points. {said}"
    line = f"      {label}: {said}"
    if len(line) > WIDTH:
        return line[:WIDTH] + "…"
    return line


def _one_line(text: str) -> str:
    """The same words, with single spaces between them."""
    words = text.split()
    return " ".join(words)


def faults(verdicts: list[Verdict], unusable: list[Unusable]) -> list[str]:
    """All that must be mended, a line each, and what was noticed about answers that were graded."""
    wrong = [verdict for verdict in verdicts if verdict.is_fault]
    wrong.sort(key=lambda verdict: FAULTS.index(verdict.status))
    lines = [_fault(verdict) for verdict in wrong]

    # What is odd about an answer that fared as it should; of a stub and a spoiled one, everything.
    for verdict in verdicts:
        result = verdict.result
        answer = result.answer
        is_control = answer.kind in (STUB, SPOILED)
        if verdict.is_fault or is_control or not result.remarks:
            continue
        remarks = "; ".join(result.remarks)
        line = f"noticed: {answer.file}: {remarks}"
        lines.append(line[:LONGEST])

    for file in unusable:
        lines.append(f"{NOT_AUDITED}: {file.file}: {file.reason}")
    return lines


def _fault(verdict: Verdict) -> str:
    """The line about one fault."""
    result = verdict.result
    line = f"{verdict.status}: {result.answer.file}"
    if result.points is not None:
        line += f" ({result.points:g} of {result.maximum:g} points)"
    said = []
    for text in (result.message.text, *result.remarks):
        if text:
            said.append(_one_line(text))
    message = "; ".join(said) or "no message"
    line += f": {message}"
    if verdict.status == SAYS_ELSE:
        line += f" does not match '{result.answer.says}'"
    return line[:LONGEST]


def closing(numbers: dict) -> str:
    """One line that says it all."""
    parts = [
        f"{numbers['items']} items",
        f"{numbers['answers']} answers",
        f"{numbers[FALSE_ACCEPT]} false accepts",
        f"{numbers[FALSE_REJECT]} false rejects",
    ]
    # These are rare, and said only if there are any.
    rare = {
        ACCEPTS_ALL: "tests that accept anything",
        STUB_SCORES: "stubs with points",
        LATE_TRUTH: "late truths",
        SAYS_ELSE: "messages not as announced",
        NOT_AUDITED: "not audited",
    }
    for status, text in rare.items():
        number = numbers[status]
        if number:
            parts.append(f"{number} {text}")
    minutes = numbers["minutes"]
    parts.append(f"{minutes:.1f} minutes")
    return ", ".join(parts)


def as_json(verdicts: list[Verdict], unusable: list[Unusable], numbers: dict) -> dict:
    """All of it, for programs."""
    items = []
    for (lesson, item), group in _items(verdicts):
        answers = [_plain(verdict) for verdict in group]
        about = {
            "assignment": lesson,
            "item": item,
            "answers": answers,
        }
        items.append(about)
    summary = {name.replace(" ", "_"): number for name, number in numbers.items()}
    not_audited = [asdict(file) for file in unusable]
    return {
        "items": items,
        "not_audited": not_audited,
        "summary": summary,
    }


def _plain(verdict: Verdict) -> dict:
    """A verdict as plain values."""
    result = verdict.result
    answer = result.answer
    message = result.message
    return {
        "file": answer.file,
        "kind": answer.kind,
        "label": answer.label,
        "idea": answer.idea,
        "points": result.points,
        "max": result.maximum,
        "message": message.text,
        "from": message.place,
        "says": answer.says,
        "remarks": list(result.remarks),
        "seconds": round(result.seconds, 2),
        "status": verdict.status,
    }
