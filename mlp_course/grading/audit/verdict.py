"""Whether a grader did right by an answer, and all verdicts as a table or as JSON."""

import re
from dataclasses import asdict, dataclass

from mlp_course.grading.audit.bank import ACCEPT, REJECT, STUB, WORKED, Unusable
from mlp_course.grading.audit.rehearsal import Tried

FALSE_ACCEPT = "false accept"
FALSE_REJECT = "false reject"
STUB_SCORES = "stub with points"
SAYS_ELSE = "says something else"
NOT_AUDITED = "not audited"
RIGHT = "as it should be"
FAULTS = (FALSE_ACCEPT, FALSE_REJECT, STUB_SCORES, SAYS_ELSE, NOT_AUDITED)
TINY = 1e-9  # points
WIDTH = 110  # characters of a message on the screen
LONGEST = 400  # characters of a fault


@dataclass(frozen=True)
class Verdict:
    """What a grader did with one answer, and what is wrong with that."""

    tried: Tried
    status: str

    @property
    def is_fault(self) -> bool:
        """Whether somebody must mend something."""
        return self.status != RIGHT


def judge(tried: Tried) -> Verdict:
    """A right answer must get every point, a wrong one must not, an open one none."""
    return Verdict(tried, _status(tried))


def _status(tried: Tried) -> str:
    """What `judge` finds."""
    if tried.points is None:
        return NOT_AUDITED
    kind = tried.answer.kind
    says = tried.answer.says
    has_all = tried.points >= tried.maximum - TINY
    if kind in (ACCEPT, WORKED):
        return RIGHT if has_all else FALSE_REJECT
    if kind == STUB:
        return STUB_SCORES if tried.points > TINY else RIGHT
    if has_all:
        return FALSE_ACCEPT
    if says and not _matches(says, tried):
        return SAYS_ELSE
    return RIGHT


def _matches(says: str, tried: Tried) -> bool:
    """Whether the message is as the answer announced; a pattern that is none matches nothing."""
    try:
        return bool(re.search(says, tried.message.text))
    except re.error:
        return False


def table(verdicts: list[Verdict], brief: bool = False) -> list[str]:
    """A line an item: right answers accepted, wrong ones rejected, the stub's points.

    What was said to rejected answers stands below the item, unless `brief`.
    """
    lines = []
    lesson = ""
    for (name, item), group in _items(verdicts):
        if name != lesson:
            lesson = name
            lines.append(f"{lesson:42} {'right':>9} {'wrong':>9} {'stub':>9}")
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
        groups.setdefault(_key(verdict), []).append(verdict)
    for group in groups.values():
        group.sort(key=lambda verdict: (verdict.tried.answer.kind, verdict.tried.answer.label))
    return list(groups.items())


def _key(verdict: Verdict) -> tuple[str, str]:
    """Lesson and item."""
    answer = verdict.tried.answer
    return answer.lesson, answer.item


def _of_kind(group: list[Verdict], kind: str) -> list[Verdict]:
    """The verdicts on answers of one kind."""
    return [verdict for verdict in group if verdict.tried.answer.kind == kind]


def _row(item: str, group: list[Verdict]) -> str:
    """The line of one item."""
    accepts = _of_kind(group, ACCEPT)
    rejects = _of_kind(group, REJECT)
    right = sum(verdict.status == RIGHT for verdict in accepts)
    wrong = sum(verdict.status in (RIGHT, SAYS_ELSE) for verdict in rejects)
    stub = ""
    for verdict in _of_kind(group, STUB):
        tried = verdict.tried
        stub += f"{tried.points or 0:g}/{tried.maximum:g}"
    columns = [
        f"{right}/{len(accepts)}",
        f"{wrong}/{len(rejects)}",
        stub,
    ]
    line = f"  {item:40} " + " ".join(f"{column:>9}" for column in columns)
    if any(verdict.is_fault for verdict in group):
        line += "  <- look below"
    return line


def _told(verdict: Verdict) -> str:
    """What was said to one answer, as much as fits."""
    tried = verdict.tried
    label = tried.answer.label
    said = _one_line(tried.message.text or "(no message)")
    if tried.points:
        said = f"{tried.points:g} of {tried.maximum:g} points. {said}"
    line = f"      {label}: {said}"
    if len(line) > WIDTH:
        return line[:WIDTH] + "…"
    return line


def _one_line(text: str) -> str:
    """The same words, with single spaces between them."""
    return " ".join(text.split())


def faults(verdicts: list[Verdict], unusable: list[Unusable]) -> list[str]:
    """All that must be mended, a line each, and what was noticed about answers that were graded."""
    wrong = [verdict for verdict in verdicts if verdict.is_fault]
    wrong.sort(key=lambda verdict: FAULTS.index(verdict.status))
    lines = [_fault(verdict) for verdict in wrong]

    for verdict in verdicts:
        tried = verdict.tried
        if tried.remarks and not verdict.is_fault and tried.answer.kind != STUB:
            remarks = "; ".join(tried.remarks)
            line = f"noticed: {tried.answer.file}: {remarks}"
            lines.append(line[:LONGEST])

    for file in unusable:
        lines.append(f"{NOT_AUDITED}: {file.file}: {file.reason}")
    return lines


def _fault(verdict: Verdict) -> str:
    """The line about one fault."""
    tried = verdict.tried
    line = f"{verdict.status}: {tried.answer.file}"
    if tried.points is not None:
        line += f" ({tried.points:g} of {tried.maximum:g} points)"
    texts = (tried.message.text, *tried.remarks)
    said = "; ".join(_one_line(text) for text in texts if text)
    line += f": {said or 'no message'}"
    if verdict.status == SAYS_ELSE:
        line += f" does not match '{tried.answer.says}'"
    return line[:LONGEST]


def counts(verdicts: list[Verdict], unusable: list[Unusable], minutes: float) -> dict:
    """The closing line's numbers.

    Answers are the bank's; a worked answer that fails is a false reject, too.
    """
    statuses = [verdict.status for verdict in verdicts]
    answers = 0
    for verdict in verdicts:
        in_bank = verdict.tried.answer.kind in (ACCEPT, REJECT)
        if in_bank and verdict.status != NOT_AUDITED:
            answers += 1
    numbers: dict[str, float] = {
        "items": len(set(map(_key, verdicts))),
        "answers": answers,
    }
    for status in FAULTS:
        numbers[status] = statuses.count(status)
    numbers[NOT_AUDITED] += len(unusable)
    numbers["minutes"] = round(minutes, 2)
    return numbers


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
        STUB_SCORES: "stubs with points",
        SAYS_ELSE: "messages not as announced",
        NOT_AUDITED: "not audited",
    }
    for status, text in rare.items():
        if numbers[status]:
            parts.append(f"{numbers[status]} {text}")
    parts.append(f"{numbers['minutes']:.1f} minutes")
    return ", ".join(parts)


def as_json(verdicts: list[Verdict], unusable: list[Unusable], numbers: dict) -> dict:
    """All of it, for programs."""
    items = []
    for (lesson, item), group in _items(verdicts):
        answers = [_plain(verdict) for verdict in group]
        items.append({"assignment": lesson, "item": item, "answers": answers})
    summary = {name.replace(" ", "_"): number for name, number in numbers.items()}
    not_audited = [asdict(file) for file in unusable]
    return {"items": items, "not_audited": not_audited, "summary": summary}


def _plain(verdict: Verdict) -> dict:
    """A verdict as plain values."""
    tried = verdict.tried
    answer = tried.answer
    message = tried.message
    return {
        "file": answer.file,
        "kind": answer.kind,
        "label": answer.label,
        "idea": answer.idea,
        "points": tried.points,
        "max": tried.maximum,
        "message": message.text,
        "from": message.place,
        "says": answer.says,
        "remarks": list(tried.remarks),
        "seconds": round(tried.seconds, 2),
        "status": verdict.status,
    }
