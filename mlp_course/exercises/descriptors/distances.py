"""What distances tell of an atom: histograms, a cutoff, bells; and what they do not tell."""

import numpy as np
import torch

from mlp_course import descriptors
from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.cards import pictures
from mlp_course.checks.exercise import exercise
from mlp_course.descriptors.acsf import cosine_cutoff as right_cutoff
from mlp_course.exercises.descriptors import environments, fingerprints
from mlp_course.exercises.molecules import molecule


@exercise(
    "Exercise 1: `two_body_histogram`",
    points=3,
    hints=(
        "For one atom and one element: which atoms are counted, at which distances?",
        "Entry [i, s, b] counts atoms j ≠ i with numbers[j] == elements[s] whose distance falls "
        "into bin b.",
        "`np.histogram(distances, bins=bin_edges)[0]` counts; section 2.2 draws such a histogram.",
    ),
)
def two_body_histogram(answer, rng):
    """Counts for each atom, element and bin, in the order asked for, without the atom itself."""
    on_a_line = [[0, 0, 0], [0, 0, 1.0], [0, 0, 2.5]]
    counts = call(answer, on_a_line, [8, 1, 1], [1], [0.0, 2.0, 3.0])
    expect(
        np.shape(counts),
        (3, 1, 2),
        because="Return an array (N, S, B): atom, element, bin.",
    )
    expect(
        counts[0],
        [[1, 1]],
        mistakes={"You count the atom itself, or its element is not looked at.": [[2, 1]]},
        because="The oxygen has one hydrogen below 2 Å and one between 2 and 3 Å.",
    )
    for elements in ([8, 1], [1, 8], [14, 8, 1]):
        environments.examine_distances(answer, *molecule(rng), elements)
    positions, numbers = molecule(rng)
    environments.examine_distances(answer, positions.tolist(), numbers.tolist(), [8])


@exercise(
    "Exercise 2: `degenerate_pair`",
    points=3,
    hints=(
        "Look for points on a circle: chords between them have few different lengths.",
        "Four points on a dial of eight hours: write down the six chords of {0, 1, 3, 4}, and look "
        "for another four hours with the same list.",
        "Section 2.2, what distances cannot say.",
    ),
)
def degenerate_pair(answer):
    """The same distances, but another shape."""
    found = call(answer)
    fault = environments.pair_fault(found)
    assert not fault, fault
    return "All distances agree, and the two shapes are different ones."


@exercise(
    "Exercise 3: `cosine_cutoff`",
    points=1,
    hints=(
        "Half a wave of the cosine, from 1 at the atom to 0 at the cutoff, and 0 from there on.",
        "½ (cos(π r / r_cut) + 1) where r < r_cut.",
        "`np.where(condition, inside, outside)` works for numbers and arrays (section 2.3).",
    ),
)
def cosine_cutoff(answer, rng):
    """One at the atom, one half at half the cutoff, no jump at the cutoff, nothing beyond."""
    _expect_fading(answer)
    expect(call(answer, 1.0, 2.0), 0.5, because="A single number must work, too.")
    expect(call(answer, [0, 2, 5], 4), [1.0, 0.5, 0.0], because="Integers must work, too.")

    r = np.sort(rng.uniform(0, 8, 40))
    right = right_cutoff(torch.tensor(r), 5.3).numpy()
    picture = pictures.curve(r, "distance (Å)", "cutoff (no unit)")
    expect(
        call(answer, r, 5.3),
        right,
        mistakes={
            "Beyond r_cut the cosine rises again: return 0 there.": 0.5
            * (np.cos(np.pi * r / 5.3) + 1)
        },
        because="Not the curve asked for: 1 at the atom, falling smoothly to 0 at r_cut, 0 beyond.",
        picture=picture,
    )
    expect(
        call(answer, r.reshape(4, 10), 5.3),
        right.reshape(4, 10),
        because="Arrays of any shape must work.",
    )
    expect(call(answer, 5.2999, 5.3), 0.0, atol=1e-6, because="It jumps at the cutoff.")


def _expect_fading(answer) -> None:
    """Six distances, some beyond the cutoff, and what each mistake makes of them."""
    r_cut = 4.0
    r = np.array([0.0, 1.0, 2.0, 3.5, 4.5, 9.0])
    wave = np.cos(np.pi * r / r_cut)
    inside = r < r_cut
    expect(
        call(answer, r.tolist(), r_cut),
        np.where(inside, 0.5 * (wave + 1), 0.0),
        atol=1e-6,
        mistakes={
            "Beyond r_cut the cosine rises again: return 0 there.": 0.5 * (wave + 1),
            "This jumps at r_cut: multiply by ½(cos(π r/r_cut) + 1), do not just cut.": np.where(
                inside, 1.0, 0.0
            ),
            "Without the + 1, half of it is negative.": np.where(inside, 0.5 * wave, 0.0),
            "Parentheses: ½ multiplies the sum cos(π r/r_cut) + 1, not the cosine alone.": np.where(
                inside, 0.5 * wave + 1, 0.0
            ),
            "Parentheses: ½ multiplies the whole sum, and beyond r_cut it is 0.": 0.5 * wave + 1,
            "The whole is halved: cos(π r/r_cut) + 1 goes from 2 to 0.": np.where(
                inside, wave + 1, 0.0
            ),
            "np.cos takes radians.": np.where(
                inside, 0.5 * (np.cos(180 * r / r_cut * np.pi / 180 * np.pi / 180) + 1), 0.0
            ),
        },
        because="Not ½ (cos(π r/r_cut) + 1), with 0 from r_cut on.",
    )


@exercise(
    "Exercise 4: `acsf_g2`",
    points=2,
    hints=(
        "Every neighbour adds the height of a bell at its distance, faded by the cutoff function.",
        "G2 = Σ_j exp(-η (r_j - r_shift)²) f_c(r_j).",
        "Section 2.3: the bell and the cutoff side by side. Neighbours beyond r_cut add 0.",
    ),
)
def acsf_g2(answer, rng):
    """A bell at r_shift, times the cutoff function, summed over the neighbours."""
    # A broad bell, and two atoms beyond the cutoff
    _expect_g2(answer, np.array([1.0, 1.7, 3.6, 5.5, 7.0]), 0.1, 1.5, 4.0)
    _expect_g2(answer, [1, 2, 7], 1, 2, 4)
    _expect_g2(answer, [], 1.0, 2.0, 3.0)
    _expect_g2(answer, rng.uniform(1, 7, 12), 0.3, 2.0, 5.0)


def _expect_g2(answer, distances, *parameters) -> None:
    expect(
        call(answer, distances, *parameters),
        descriptors.acsf_g2(distances, *parameters),
        rtol=1e-5,
        mistakes=fingerprints.g2_mistakes(distances, *parameters),
        because="Not Σ exp(-η (r - r_shift)²) f_c(r).",
    )
