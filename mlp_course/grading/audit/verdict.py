"""Whether a grader did right by an answer, and all verdicts as a table or as JSON."""

import re
from dataclasses import asdict, dataclass
from itertools import groupby

from mlp_course.grading.audit.bank import ACCEPT, REJECT, STUB, WORKED, Unusable
from mlp_course.grading.audit.rehearsal import Tried

FALSE_ACCEPT, FALSE_REJECT, STUB_SCORES = "false accept", "false reject", "stub with points"
SAYS_ELSE, NOT_AUDITED, RIGHT = "says something else", "not audited", "as it should be"
FAULTS = (FALSE_ACCEPT, FALSE_REJECT, STUB_SCORES, SAYS_ELSE, NOT_AUDITED)
TINY = 1e-9  # points
WIDTH = 110  # characters of a message on the screen


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
    kind, points, says = tried.answer.kind, tried.points, tried.answer.says
    if points is None:
        return Verdict(tried, NOT_AUDITED)
    if kind in (ACCEPT, WORKED):
        return Verdict(tried, RIGHT if points >= tried.maximum - TINY else FALSE_REJECT)
    if kind == STUB:
        return Verdict(tried, STUB_SCORES if points > TINY else RIGHT)
    if points >= tried.maximum - TINY:
        return Verdict(tried, FALSE_ACCEPT)
    return Verdict(tried, RIGHT if not says or _matches(says, tried) else SAYS_ELSE)


def _matches(says: str, tried: Tried) -> bool:
    try:
        return bool(re.search(says, tried.message.text))
    except re.error:
        return False


def table(verdicts: list[Verdict], brief: bool = False) -> list[str]:
    """A line for each item: right answers accepted, wrong ones rejected, the stub's points; below it, what was said."""
    lines, lesson = [], ""
    for (name, item), group in _items(verdicts):
        if name != lesson:
            lesson = name
            lines.append(f"{lesson:42} {'right':>9} {'wrong':>9} {'stub':>9}")
        lines.append(_row(item, group))
        lines += [
            _told(v)
            for v in group
            if not brief and v.tried.answer.kind == REJECT and not v.is_fault
        ]
    return lines


def _items(verdicts: list[Verdict]):
    place = {key: n for n, key in enumerate(dict.fromkeys(map(_key, verdicts)))}
    ordered = sorted(
        verdicts, key=lambda v: (place[_key(v)], v.tried.answer.kind, v.tried.answer.label)
    )
    return [(key, list(group)) for key, group in groupby(ordered, key=_key)]


def _key(verdict: Verdict) -> tuple[str, str]:
    return verdict.tried.answer.lesson, verdict.tried.answer.item


def _row(item: str, group: list[Verdict]) -> str:
    kinds = {
        kind: [v for v in group if v.tried.answer.kind == kind]
        for kind in (ACCEPT, REJECT, STUB, WORKED)
    }
    right = sum(v.status == RIGHT for v in kinds[ACCEPT])
    wrong = sum(v.status in (RIGHT, SAYS_ELSE) for v in kinds[REJECT])
    stub = "".join(f"{v.tried.points or 0:g}/{v.tried.maximum:g}" for v in kinds[STUB])
    counts = f"{right}/{len(kinds[ACCEPT])}", f"{wrong}/{len(kinds[REJECT])}", stub
    marked = "  <- look below" if any(v.is_fault for v in group) else ""
    return f"  {item:40} " + " ".join(f"{count:>9}" for count in counts) + marked


def _told(verdict: Verdict) -> str:
    tried = verdict.tried
    said = " ".join((tried.message.text or "(no message)").split())
    if tried.points:
        said = f"{tried.points:g} of {tried.maximum:g} points. {said}"
    return f"      {tried.answer.label}: {said}"[:WIDTH] + (
        "…" if len(said) + len(tried.answer.label) > WIDTH - 8 else ""
    )


def faults(verdicts: list[Verdict], unusable: list[Unusable]) -> list[str]:
    """Everything that must be mended, a line each, and what was noticed about answers that were graded."""
    lines = []
    for verdict in sorted(
        (v for v in verdicts if v.is_fault), key=lambda v: FAULTS.index(v.status)
    ):
        tried = verdict.tried
        got = "" if tried.points is None else f" ({tried.points:g} of {tried.maximum:g} points)"
        said = "; ".join(
            " ".join(text.split()) for text in (tried.message.text, *tried.remarks) if text
        )
        wanted = f" does not match '{tried.answer.says}'" if verdict.status == SAYS_ELSE else ""
        lines.append(
            f"{verdict.status}: {tried.answer.file}{got}: {said or 'no message'}{wanted}"[:400]
        )
    noticed = [
        v for v in verdicts if v.tried.remarks and not v.is_fault and v.tried.answer.kind != STUB
    ]
    lines += [
        f"noticed: {v.tried.answer.file}: {'; '.join(v.tried.remarks)}"[:400] for v in noticed
    ]
    return lines + [f"{NOT_AUDITED}: {file.file}: {file.reason}" for file in unusable]


def counts(verdicts: list[Verdict], unusable: list[Unusable], minutes: float) -> dict:
    """The closing line's numbers. Answers are the bank's; a worked answer that fails is a false reject, too."""
    numbers = {status: sum(v.status == status for v in verdicts) for status in FAULTS}
    numbers[NOT_AUDITED] += len(unusable)
    answers = sum(
        v.tried.answer.kind in (ACCEPT, REJECT) and v.status != NOT_AUDITED for v in verdicts
    )
    return {
        "items": len(set(map(_key, verdicts))),
        "answers": answers,
        **numbers,
        "minutes": round(minutes, 2),
    }


def closing(numbers: dict) -> str:
    """One line that says it all."""
    must = f"{numbers[FALSE_ACCEPT]} false accepts, {numbers[FALSE_REJECT]} false rejects"
    more = [
        (STUB_SCORES, "stubs with points"),
        (SAYS_ELSE, "messages not as announced"),
        (NOT_AUDITED, "not audited"),
    ]
    others = "".join(f", {numbers[status]} {text}" for status, text in more if numbers[status])
    return f"{numbers['items']} items, {numbers['answers']} answers, {must}{others}, {numbers['minutes']:.1f} minutes"


def as_json(verdicts: list[Verdict], unusable: list[Unusable], numbers: dict) -> dict:
    """All of it, for programs."""
    items = []
    for (lesson, item), group in _items(verdicts):
        tried = [{**_plain(v.tried), "status": v.status} for v in group]
        items.append({"assignment": lesson, "item": item, "answers": tried})
    summary = {name.replace(" ", "_"): number for name, number in numbers.items()}
    return {"items": items, "not_audited": [asdict(file) for file in unusable], "summary": summary}


def _plain(tried: Tried) -> dict:
    answer, message = tried.answer, tried.message
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
    }
