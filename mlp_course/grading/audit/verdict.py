"""Whether a grader did right by an answer, and how many did."""

import re
from dataclasses import dataclass

from mlp_course.grading.audit.bank import ACCEPT, REJECT, SPOILED, STUB, WORKED, Unusable
from mlp_course.grading.audit.rehearsal import CaseResult
from mlp_course.grading.feedback.messages import HIDDEN

FALSE_ACCEPT = "false accept"
FALSE_REJECT = "false reject"
STUB_SCORES = "stub with points"
ACCEPTS_ALL = "accepts anything"
LATE_TRUTH = "late truth"  # the visible test passed what the hidden one refused
SAYS_ELSE = "says something else"
NOT_AUDITED = "not audited"
RIGHT = "as it should be"
FAULTS = (
    FALSE_ACCEPT,
    ACCEPTS_ALL,
    FALSE_REJECT,
    STUB_SCORES,
    LATE_TRUTH,
    SAYS_ELSE,
    NOT_AUDITED,
)
TINY = 1e-9  # points


@dataclass(frozen=True)
class Verdict:
    """What a grader did with one answer, and what is wrong with that."""

    result: CaseResult
    status: str

    @property
    def key(self) -> tuple[str, str]:
        """Lesson and item."""
        answer = self.result.answer
        return answer.lesson, answer.item

    @property
    def is_fault(self) -> bool:
        """Whether somebody must mend something."""
        return self.status != RIGHT


def judge(result: CaseResult) -> Verdict:
    """A right answer must get every point, a wrong or spoiled one must not, an open one none.

    Of a wrong answer the student must hear at once, not only when it is graded.
    """
    return Verdict(result, _status(result))


def _status(result: CaseResult) -> str:
    """What `judge` finds."""
    if result.points is None:
        return NOT_AUDITED
    kind = result.answer.kind
    says = result.answer.says
    # Marks are sums of parts of a point.
    has_all = result.points >= result.maximum - TINY
    if kind in (ACCEPT, WORKED):
        return RIGHT if has_all else FALSE_REJECT
    if kind == STUB:
        return STUB_SCORES if result.points > TINY else RIGHT
    if has_all:
        return ACCEPTS_ALL if kind == SPOILED else FALSE_ACCEPT
    if kind == REJECT and _is_late(result):
        return LATE_TRUTH
    if says and not _matches(says, result):
        return SAYS_ELSE
    return RIGHT


def _is_late(result: CaseResult) -> bool:
    """Whether it was the hidden part of the test that refused the answer, with an error.

    What only marks, such as statements that are told when they are graded, raises none.
    """
    return result.message.place == HIDDEN and bool(result.message.kind)


def _matches(says: str, result: CaseResult) -> bool:
    """Whether the message is as the answer announced; a pattern that is none matches nothing."""
    try:
        return bool(re.search(says, result.message.text))
    except re.error:
        return False


def counts(verdicts: list[Verdict], unusable: list[Unusable], minutes: float) -> dict:
    """The closing line's numbers.

    Answers are the bank's; a worked answer that fails is a false reject, too.
    """
    statuses = [verdict.status for verdict in verdicts]
    answers = 0
    for verdict in verdicts:
        in_bank = verdict.result.answer.kind in (ACCEPT, REJECT)
        if in_bank and verdict.status != NOT_AUDITED:
            answers += 1
    numbers: dict[str, float] = {
        "items": len({verdict.key for verdict in verdicts}),
        "answers": answers,
    }
    for status in FAULTS:
        numbers[status] = statuses.count(status)
    numbers[NOT_AUDITED] += len(unusable)
    numbers["minutes"] = round(minutes, 2)
    return numbers
