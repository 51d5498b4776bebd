"""What is told of a class: in the terminal, as a table, as a page with pictures."""

from html import escape
from pathlib import Path
from statistics import mean, median

from mlp_course.files import csv_bytes, write_whole
from mlp_course.grading.feedback.formulas import TEMPLATES
from mlp_course.grading.feedback.policy import of_feedback
from mlp_course.grading.report import class_pictures
from mlp_course.grading.report.difficulties import (
    STATES,
    Difficulty,
    discrimination,
    hardest,
    totals,
)

BINS = 10  # of the histogram of totals
SHORT = 100  # characters of a sentence in the terminal
MARKED = STATES[:-1]  # how an answer that is marked can stand


def in_terminal(lesson: str, found: list[Difficulty], most: int = 3) -> list[str]:
    """Totals, the hardest items with the sentences most often said, and what waits for a mark."""
    lines = [f"{lesson}, {_facts_in_a_line(found)}"]
    for low, high, number in histogram(found):
        if number:
            bar = "█" * min(number, 40)
            lines.append(f"  {low:5.4g} to {high:4.4g} points  {bar} {number}")
    lines.append(f"  lost  discrimination, then how many had {', '.join(MARKED)}")
    for entry in hardest(found):
        counts = " ".join(f"{entry.states[state]:3}" for state in MARKED)
        told = _told(discrimination(entry, found))
        lines.append(f"  {entry.lost:4.0%}  {told:>5}  {counts}  {entry.title}")
        for text, count in entry.sentences.most_common(most):
            lines.append(f"      {count} × {_short(text)}")
    waiting = [entry for entry in found if entry.waiting]
    if waiting:
        lines.append("  wait for a mark, and are not among the lost:")
    for entry in waiting:
        lines.append(f"  {entry.waiting:4}  {entry.title}")
    return lines


def histogram(found: list[Difficulty]) -> list[tuple[float, float, int]]:
    """From, to and how many students, for each tenth of the points."""
    most = sum(entry.maximum for entry in found)
    numbers = [0] * BINS
    for total in totals(found).values():
        place = int(BINS * total / most) if most else 0
        numbers[min(place, BINS - 1)] += 1
    width = most / BINS
    return [(k * width, (k + 1) * width, number) for k, number in enumerate(numbers)]


def write_table(found: list[Difficulty], path: Path) -> None:
    """Write a row for each item, in the lesson's order, as CSV."""
    head = ["item", "title", "points", "marked", "mean", "lost", "discrimination", *STATES]
    rows: list[list[object]] = [[*head, "most often said", "how often"]]
    for entry in found:
        points = list(entry.points_of.values())
        told = discrimination(entry, found)
        said = [*entry.sentences.most_common(1), ("", 0)]
        rows.append(
            [
                entry.item,
                entry.title,
                entry.maximum,
                len(points),
                round(mean(points), 3) if points else "",
                round(entry.lost, 3) if points else "",
                "" if told is None else round(told, 3),
                *(entry.states[state] for state in STATES),
                *said[0],
            ]
        )
    write_whole(path, csv_bytes(rows))


def write_page(lesson: str, found: list[Difficulty], path: Path) -> None:
    """Write a page that needs nothing beside it."""
    style = (TEMPLATES / "feedback" / "style.css.j2").read_text(encoding="utf-8")
    bars = histogram(found)
    counts = ", ".join(f"{low:g} to {high:g}: {number}" for low, high, number in bars if number)
    totals_picture = class_pictures.totals(bars)
    items_picture = class_pictures.items(hardest(found))
    parts = [
        f"<!DOCTYPE html>\n<html lang='en'>\n<head>\n{of_feedback()}\n<meta charset='utf-8' />",
        "<meta name='viewport' content='width=device-width, initial-scale=1' />",
        f"<title>{escape(lesson)}: the class</title>\n<style>{style}{TABLE}</style>\n</head>",
        f"<body>\n<main>\n<h1>{escape(lesson)}: the class</h1>",
        f"<p>{escape(_facts_in_a_line(found))}</p>",
        f"<h2>Totals</h2>\n<img src='{totals_picture}' alt='Students by points. {counts}.' />",
        "<h2>Exercises, the hardest first</h2>",
        _page_table(found),
        "<p>Points are those before what lateness costs. "
        "Lost is the part of the points of all answers that are marked. Discrimination is the "
        "correlation of an exercise's points with those of all others (Henrysson 1963): above "
        "0.3 strong students do better in it, about 0 it tells nobody apart.</p>",
        f"<img src='{items_picture}' alt='The same as bars: students by what became of each' />",
        _waiting(found),
        "</main>\n</body>\n</html>\n",
    ]
    write_whole(path, "\n".join(parts).encode())


TABLE = """
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .4rem; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: top; }
th:first-child, td:first-child { text-align: left; min-width: 14rem; }
th, td:not(:first-child) { overflow-wrap: normal; white-space: nowrap; }
.wide { overflow-x: auto; }
td p { margin: .1rem 0; font-size: .9rem; color: var(--faint); }
img { background: #fff; border-radius: 6px; }
main { max-width: 64rem; }
"""


def _page_table(found: list[Difficulty]) -> str:
    """The hardest items as a table, with the sentences below each."""
    heads = ["exercise", "lost", "discrimination", *MARKED]
    cells = "".join(f"<th scope='col'>{head}</th>" for head in heads)
    rows = [f"<div class='wide' tabindex='0'>\n<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>"]
    for entry in hardest(found):
        said = ""
        for text, count in entry.sentences.most_common(3):
            said += f"<p>{count} × {escape(text)}</p>"
        numbers = [f"{entry.lost:.0%}", _told(discrimination(entry, found))]
        numbers += [str(entry.states[state]) for state in MARKED]
        cells = "".join(f"<td>{number}</td>" for number in numbers)
        rows.append(f"<tr><td>{escape(entry.title)}{said}</td>{cells}</tr>")
    rows.append("</tbody></table>\n</div>")
    return "\n".join(rows)


def _waiting(found: list[Difficulty]) -> str:
    """What waits for a mark, as a list; '' if nothing does."""
    waiting = [entry for entry in found if entry.waiting]
    if not waiting:
        return ""
    lines = [f"<li>{escape(entry.title)}: {entry.waiting}</li>" for entry in waiting]
    return "\n".join(["<h2>Wait for a mark</h2>\n<ul>", *lines, "</ul>"])


def _facts_in_a_line(found: list[Difficulty]) -> str:
    """`4 students: mean 19, median 18, from 10 to 26, of 34 points`."""
    points = list(totals(found).values())
    most = sum(entry.maximum for entry in found)
    wait = sum(entry.maximum for entry in found if entry.waiting)
    spread = f"from {min(points):g} to {max(points):g}"
    text = f"{len(points)} students: mean {mean(points):.3g}, median {median(points):g}, {spread}"
    text += f", of {most:g} points"
    return f"{text} ({wait:g} of them in texts that wait for a mark)" if wait else text


def _told(value: float | None) -> str:
    """A discrimination, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def _short(text: str) -> str:
    """A text of at most so many characters."""
    if len(text) <= SHORT:
        return text
    return f"{text[: SHORT - 1].rstrip()}…"
