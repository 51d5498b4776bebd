"""The reports: drawn fairly, sound where they are said to be, and wrong in the way their laboratory
works.
"""

import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mlp_course.exercises.conductivity import reports
from mlp_course.exercises.conductivity.reports import LABORATORIES, Analysis, draw, dump, report
from mlp_course.transport import diffusion_coefficient, msd, nernst_einstein, remove_drift, unwrap

SOUND = next(name for name, how in LABORATORIES.items() if how == Analysis())


def student_with(laboratory):
    """A student, and the letter under which `laboratory` reports to them."""
    for name in ("Ada", "Emmy", "Lise", "Marie", "Maria", "Rosalind", "Dorothy"):
        letters = {lab: letter for letter, lab in draw(name).items()}
        if laboratory in letters:
            return name, letters[laboratory]
    raise AssertionError(laboratory)


def told(text, pattern):
    return float(re.search(pattern, text)[1])


def test_six_of_seven_laboratories_are_drawn_once_each():
    counts = Counter()
    for k in range(300):
        drawn = draw(f"student {k}")
        assert list(drawn) == list("ABCDEF") and len(set(drawn.values())) == 6
        counts.update(drawn.values())
    assert set(counts) == set(LABORATORIES) and min(counts.values()) > 300 * 6 / 7 - 40
    assert (
        draw("Ada") == draw(" ada ") and len({tuple(draw(f"{k}").values()) for k in range(20)}) > 15
    )


def test_every_laboratory_makes_one_mistake_of_its_own():
    assert len(set(LABORATORIES.values())) == len(LABORATORIES) == len(reports.VERDICTS)
    assert sum(how == Analysis() for how in LABORATORIES.values()) == 1


@pytest.mark.parametrize("laboratory", [name for name in LABORATORIES if name != SOUND])
def test_the_same_run_analysed_soundly_gives_another_report(laboratory, monkeypatch):
    student, letter = student_with(laboratory)
    wrong = report(student, letter)
    monkeypatch.setitem(LABORATORIES, laboratory, Analysis())
    right = report(student, letter)
    ratio = told(wrong.text, r"D = (\S+)") / told(right.text, r"D = (\S+)")
    if laboratory == "Coimbra":  # the number is right
        assert ratio == 1 and wrong.text != right.text
    elif laboratory == "Ghent":  # off by chance; the curve is the jagged one of a single origin
        assert (
            np.array_equal(wrong.msd, wrong.ions)
            and np.abs(np.diff(wrong.msd, 2)).mean() > 5 * np.abs(np.diff(right.msd, 2)).mean()
        )
    else:
        assert not 0.75 < ratio < 1.33


@pytest.mark.parametrize("student", ["Ada", "Emmy", "Lise"])
def test_numbers_belong_together_but_for_the_units(student):
    for letter, laboratory in draw(student).items():
        text = report(student, letter).text
        volume, kelvin = told(text, r"in (\d+) Å³"), told(text, r"at (\d+) K")
        unit, sigma = re.search(r"σ = (\d+) (\S+)\.", text)[2], told(text, r"σ = (\d+)")
        expected = 1000 * nernst_einstein(told(text, r"D = (\S+)"), reports.N_IONS, volume, kelvin)
        assert sigma == pytest.approx(expected, rel=0.05)
        assert (unit == "mS/cm" and "cm²/s" in text) == (laboratory != "Coimbra")


def test_a_report_is_printed_and_drawn(capsys, monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: None)
    reports.show("Ada", "C")
    assert capsys.readouterr().out.startswith("Report C: 32 Li⁺ in ")
    assert [ax.get_xlabel() for ax in plt.gcf().axes] == ["lag (ps)", "time in the run (ps)"]
    plt.close("all")


def measured(raw, *, crosses=True, settles=True, drifts=True, nm=10, origin="step"):
    """D from a dump, with the precautions named left out if False."""
    lithium = raw["elements"] == "Li"
    positions, cell = nm * raw["positions"], nm * raw["cell"]
    positions = unwrap(positions, cell) if crosses else positions
    positions = remove_drift(positions, ~lithium) if drifts else positions
    times = 1000 * raw["timestep_ps"] * raw["step"]
    settled = times >= (1000 * raw["settled_ps"] if settles else 0)
    lags = times[settled] - times[settled][0]
    return diffusion_coefficient(lags, msd(positions[settled][:, lithium]), (2000, 10000))


@pytest.mark.parametrize("seed", [0, 15, 115, 116])
def test_a_dump_gives_its_true_coefficient_with_every_precaution_and_only_then(seed):
    raw, true = dump(np.random.default_rng(seed))
    assert measured(raw) == pytest.approx(true, rel=0.08)
    for left_out in (
        dict(crosses=False, drifts=False),
        dict(settles=False),
        dict(drifts=False),
        dict(nm=1),
    ):
        assert not 0.8 < measured(raw, **left_out) / true < 1.25, left_out


def test_difficulties_come_one_at_a_time():
    raw, true = dump(np.random.default_rng(1), crosses=False, settles=False, drifts=False)
    assert measured(raw, crosses=False, settles=False, drifts=False) == pytest.approx(
        true, rel=0.08
    )
    assert raw["settled_ps"] == 0
