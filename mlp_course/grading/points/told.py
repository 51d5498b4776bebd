"""What a student is told in the terminal: the points of a lesson so far, and its list."""

from mlp_course.grading.feedback.listing import as_lines
from mlp_course.grading.points.standing import BY_HAND, OPEN_ITEM, PASSES, Standing

STEP = 5  # minutes: what time left is rounded to


def is_unreadable(standing: Standing) -> bool:
    """Whether nothing can be said of a lesson."""
    return bool(standing.problem) and not standing.items


def told(standing: Standing) -> list[str]:
    """What is said of one lesson: a line, and the list if anything is answered."""
    if is_unreadable(standing):
        return [f"{standing.lesson}: {standing.problem}"]
    if standing.problem:
        most = standing.points()
        return [f"{standing.lesson}: {standing.problem}, {most:g} points{_left(standing)}"]

    lines = [f"{standing.lesson}: {so_far(standing)}{_left(standing)}"]
    # Where all is open the names of all exercises say nothing.
    if any(item.state != OPEN_ITEM for item in standing.items):
        lines += as_lines(item.row for item in standing.items)
    return lines


def so_far(standing: Standing) -> str:
    """The points of a lesson, by the visible tests."""
    most = standing.points()
    earned = standing.points(PASSES)
    text = f"{earned:g} of {most:g} points so far"
    # Texts count for nothing until somebody marks them.
    written = standing.points(BY_HAND)
    if written:
        text += f", {written:g} written for marking by hand"
    return text


def total(standings: list[Standing]) -> str:
    """The last line: all lessons together."""
    points = sum(standing.points(PASSES) for standing in standings)
    most = sum(standing.points() for standing in standings)
    by = "by the visible tests; grading tries further inputs and adds marks for texts."
    return f"{points:g} of {most:g} points {by}"


def _left(standing: Standing) -> str:
    """About how long the rest of a lesson takes; '' if nothing is left, or nobody knows."""
    left = standing.minutes_left
    if not left:
        return ""
    # Such a guess is no better than to five minutes.
    steps = max(1, round(left / STEP))
    return f", about {STEP * steps} minutes left"
