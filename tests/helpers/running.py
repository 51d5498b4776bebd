"""How the suite is run: what begins early, and what daily work leaves out."""

import os

# Folders and files in the order in which they are to begin, the longest first; whatever is not
# named comes last. The site comes when the worked lessons, whose outputs it shows, have run.
LINE = (
    "solutions/06-md-ionic-conductivity",
    "solutions/05-mace",
    "solutions/03-neural-network-potentials",
    "solutions/04-training-validation",
    "solutions/",
    "tests/grading/test_submissions.py",
    "tests/grading/run/test_adversaries.py",
    "notebooks/",
    "tests/grading/jobs/test_nothing_lost.py",
    "tests/grading/test_first_hour.py",
    "tests/book/test_book_site.py",
    "tests/browser/",
    "tests/grading/",
    "tests/book/",
    "tests/reference/",
    "tests/test_answers.py",
)

# What starts kernels, browsers, installers or engines, or trains for long.
SLOW = (
    "solutions/",
    "notebooks/",
    "tests/book/test_book_site.py",
    "tests/book/test_book_small_site.py",
    "tests/book/test_book_browser.py",
    "tests/book/test_book_authors.py",
    "tests/book/test_book_execution.py",
    "tests/browser/",
    "tests/commands/",
    "tests/grading/",
    "tests/lessons/",
    "tests/reference/",
    "tests/setup/test_doctor.py",
    "tests/setup/test_uv.py",
    "tests/test_answers.py",
    "tests/test_course.py",
    "tests/test_elsewhere.py",
    "tests/test_families.py",
    "tests/test_code_quality.py",
    "tests/test_readme_commands.py",
    "tests/training/test_trainer.py",
)


def place_in_line(file: str) -> int:
    """When the tests of `file` begin, from 0.

    >>> place_in_line("solutions/05-mace/05-mace.ipynb") < place_in_line("tests/test_graph.py")
    True
    """
    for place, name in enumerate(LINE):
        if file.startswith(name):
            return place
    return len(LINE)


def is_slow(file: str) -> bool:
    """Whether `--quick` leaves the tests of `file` out."""
    return file.startswith(SLOW)


def patience(seconds: float) -> float:
    """What takes `seconds` on an idle machine, as this one is loaded now."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
