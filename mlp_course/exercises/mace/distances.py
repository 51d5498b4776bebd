"""Messages of distances: one round, radial functions, how far they reach, what they miss."""

import torch

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.mace import messages, radial_functions


@exercise(
    "Exercise 1: `message_step`",
    points=3,
    hints=(
        "Every pair makes one message, every atom adds up the messages that end on it, every atom "
        "updates itself.",
        "m_ij = message_net(cat[h_j, radial_ij]), total_i = Σ_j m_ij, h'_i = "
        "update_net(cat[h_i, total_i]).",
        "`zeros.index_add(0, center, message)` adds up by centre; `x[center] += ...` keeps one "
        "message only (section 5.1).",
    ),
)
def message_step(answer, rng):
    """Edges in random order, atoms that hear nobody, two small networks."""
    for atoms in (6, 9):
        trial = messages.message_trial(_seed(rng), atoms=atoms)
        messages.examine_step(answer, trial)


@exercise(
    "Exercise 2: `bessel_basis`",
    points=2,
    hints=(
        "A sine wave for each k that vanishes at r_cut, divided by r.",
        "√(2/r_cut) sin(kπr/r_cut) / r; at r = 0 its limit is √(2/r_cut) kπ/r_cut.",
        "`torch.where` chooses, but both branches are differentiated: put a harmless r into the "
        "division first (section 5.2).",
    ),
)
def bessel_basis(answer, rng):
    """The formula inside and beyond the cutoff, at r = 0 too, and its slope."""
    radial_functions.examine_bessel(answer, _double([0.7, 1.3, 0.0, 3.1, 4.4, 5.6]), 5.0, 4)
    drawn = torch.from_numpy(rng.uniform(0.1, 4.5, 12))
    with_zero = torch.cat([drawn, torch.zeros(1).double()])
    radial_functions.examine_bessel(answer, with_zero, 3.7, 8)
    radial_functions.examine_bessel(answer, _double([0.9, 2.2]), 6.0, 1)
    radial_functions.examine_bessel(answer, torch.tensor([0.9, 2.2, 3.0]), 6.0, 3)


@exercise(
    "Exercise 3: `polynomial_cutoff`",
    points=2,
    hints=(
        "A polynomial in x = r/r_cut that ends flat at 1, and 0 beyond.",
        "1 - (p+1)(p+2)/2 x^p + p(p+2) x^(p+1) - p(p+1)/2 x^(p+2).",
        "`torch.where(x < 1, f, torch.zeros_like(f))` (section 5.2).",
    ),
)
def polynomial_cutoff(answer, rng):
    """Inside and beyond the cutoff, and for another p."""
    radial_functions.examine_cutoff(answer, _double([0.0, 1.0, 2.5, 3.7, 4.4, 8.0]), 4.0)
    radial_functions.examine_cutoff(answer, _double([0.5, 1.0, 2.5, 3.7, 4.4]), 4.0, 3)
    drawn = torch.from_numpy(rng.uniform(0.1, 9.0, 30)).sort().values
    radial_functions.examine_cutoff(answer, drawn, 5.0)
    radial_functions.examine_cutoff(answer, drawn, 6.0, 8)
    radial_functions.examine_cutoff(answer, torch.tensor([0.9, 2.2, 7.0]), 6.0)


@exercise(
    "Exercise 4: `receptive_field`",
    points=1,
    hints=(
        "In each round an atom hears what its neighbours have heard before.",
        "Hops are added up: one cutoff for each round.",
        "Section 5.3.",
    ),
)
def receptive_field(answer, rng):
    """Two numbers in, one distance out."""
    expect(
        call(answer, 5.0, 1),
        5.0,
        unit="Å",
        because="One round reaches as far as the cutoff.",
    )
    expect(
        call(answer, 4.5, 3),
        13.5,
        unit="Å",
        mistakes={
            "That is the reach of a single round.": 4.5,
            "Cutoff plus number of layers adds Å to a number without unit.": 7.5,
            "Hops are added, not multiplied: a power would have the unit Å³.": 91.125,
            "Before the first round the atoms know their element only: three rounds are three "
            "hops.": 9.0,
        },
        because="Every round adds one cutoff.",
    )
    r_cut = float(rng.integers(6, 14)) / 2
    layers = int(rng.integers(2, 7))
    expect(
        call(answer, r_cut, layers),
        r_cut * layers,
        unit="Å",
        because="Every round adds one cutoff.",
    )
    expect(call(answer, 3, 4), 12.0, unit="Å", because="Integers must work, too.")


@exercise(
    "Exercise 5: `distance_only_fails`",
    points=3,
    hints=(
        "Every atom must hear the same in both: the same number of neighbours within 5 Å, at the "
        "same distances.",
        "All atoms alike, with two neighbours each: one ring, or several smaller ones far apart.",
        "Section 5.4. Keep all other distances beyond 5 Å.",
    ),
)
def distance_only_fails(answer):
    """Different shapes, and every atom hears the same in both, round after round."""
    # Many answers are right.
    fault = messages.blind_fault(call(answer))
    assert not fault, fault
    return "No number of rounds of such messages tells these two shapes apart."


def _double(numbers: list[float]) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


def _seed(rng) -> int:
    """A seed for what draws by itself."""
    return int(rng.integers(2**31))
