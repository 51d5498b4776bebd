"""A committee of potentials: where it disagrees, and which structures to label next."""

import numpy as np

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import indices
from mlp_course.checks.exercise import exercise


@exercise(
    "Exercise 14: `committee_disagreement`",
    points=2,
    hints=(
        "For each structure, how far apart are the members?",
        "The standard deviation along the members (axis 0), with M - 1 in the denominator.",
        "`np.std` has `axis` and `ddof` (section 4.7).",
    ),
)
def committee_disagreement(answer, rng):
    """One number for each structure, from the spread of the members."""
    table = [[1.0, 5.0, 2.0], [3.0, 5.0, 4.0]]
    expect(
        call(answer, table),
        [np.sqrt(2), 0.0, np.sqrt(2)],
        mistakes={
            "You took the spread over structures: there must be one number for each "
            "structure.": np.std(table, axis=1, ddof=1),
            "That is the spread over structures, and there must be one number for each "
            "structure.": np.std(table, axis=1),
            "Divide by M - 1: the committee is a small sample (ddof=1).": [1.0, 0.0, 1.0],
            "That is the variance: take the root.": [2.0, 0.0, 2.0],
            "That is the mean of the members, not their spread.": [2.0, 5.0, 3.0],
        },
        because="Not the standard deviation over members.",
    )
    table = rng.normal(size=(5, 11))
    right = table.std(axis=0, ddof=1)
    expect(
        call(answer, table),
        right,
        mistakes={
            "That is the range, largest minus smallest: take the standard deviation.": np.ptp(
                table, axis=0
            )
        },
        because="Standard deviation over members, with M - 1.",
    )
    expect(call(answer, table.tolist()), right, because="Lists must work, too.")


@exercise(
    "Exercise 15: `select_for_labelling`",
    points=2,
    hints=(
        "Sort the structures by their disagreement, and take from the uncertain end.",
        "`np.argsort` gives indices from the smallest value to the largest.",
        "Section 4.7. For k = 0, `x[-0:]` would be all of x: turn the order round, then `[:k]`.",
    ),
)
def select_for_labelling(answer, rng):
    """The k most uncertain, each once."""
    picked = _chosen(answer, [0.1, 0.9, 0.5, 0.7], 2)
    assert picked != [0, 2], "Those are the least uncertain: the committee is sure of them already."
    assert len(set(picked)) == len(picked), (
        "A structure was chosen twice: a second label of it teaches nothing."
    )
    assert picked == [1, 3], f"The two most uncertain are 1 and 3, you chose {picked}."
    assert _chosen(answer, [0.1, 0.9], 0) == [], (
        "k = 0 asks for none. (Note that x[-0:] is all of x.)"
    )

    disagreement = rng.permutation(60) / 60
    order = np.argsort(disagreement)
    for k in (1, 7, 60):
        right = sorted(order[60 - k :].tolist())
        assert _chosen(answer, disagreement, k) == right, "Not the k most uncertain structures."
    right = sorted(order[-3:].tolist())
    assert _chosen(answer, disagreement.tolist(), 3) == right, "Lists must work, too."


def _chosen(answer, disagreement, k: int) -> list[int]:
    """The indices that the answer chooses, sorted."""
    found = call(answer, disagreement, k)
    return sorted(indices(found, instead=", not their disagreements"))
