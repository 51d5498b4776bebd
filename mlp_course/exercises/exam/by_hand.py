"""Numbers worked out by hand, each from the student's own table."""

from mlp_course.checks.exercise import exercise
from mlp_course.exercises.exam import byhand


@exercise(
    "Exercise 1: `quiz_mae`",
    points=1,
    hints=(
        "An error counts whatever its sign.",
        "MAE = Σ |predicted - true| / n, and 1 eV is 1000 meV.",
        "Section 7.6, and section 4.2.",
    ),
)
def quiz_mae(answer, student):
    """The mean absolute error of the student's table, meV/Å."""
    byhand.check("mae", answer, student)
    return "The number for your table."


@exercise(
    "Exercise 2: `quiz_rmse`",
    points=1,
    hints=(
        "Square, average, then take the root.",
        "RMSE = √(Σ (predicted - true)² / n); 1 eV² is 10⁶ meV².",
        "Section 7.6, and section 4.2.",
    ),
)
def quiz_rmse(answer, student):
    """The root mean squared error of the student's table, meV/Å."""
    byhand.check("rmse", answer, student)
    return "The number for your table."


@exercise(
    "Exercise 3: `quiz_units`",
    points=1,
    hints=(
        "Structures of different sizes are compared per atom.",
        "Divide each error by its own number of atoms, then average the absolute values.",
        "Section 7.6, and section 4.2.",
    ),
)
def quiz_units(answer, student):
    """The mean absolute energy error per atom, meV/atom."""
    byhand.check("units", answer, student)
    return "The number for your table."


@exercise(
    "Exercise 4: `quiz_outlier`",
    points=2,
    hints=(
        "One large error weighs in a square far more than in an absolute value.",
        "share = 100 · (largest error)² / Σ error².",
        "The section on one bad structure, just above.",
    ),
)
def quiz_outlier(answer, student):
    """MAE, RMSE, and the share of one error in the sum of squares."""
    byhand.check("outlier", answer, student)
    return "All three numbers for your errors."


@exercise(
    "Exercise 5: `quiz_split`",
    points=1,
    hints=(
        "Sizes are whole numbers that leave no frame over. A test frame leaks if a neighbour of it "
        "in time is in the training set.",
        "Both neighbours miss the training set with probability (1 - p)².",
        "Section 4.3.",
    ),
)
def quiz_split(answer, student):
    """Three sizes, and the percentage of frames that leak."""
    byhand.check("split", answer, student)
    return "Sizes and percentage fit your trajectory."


@exercise(
    "Exercise 6: `quiz_overfit`",
    points=2,
    hints=(
        "Read both curves: where does the validation error have its minimum, and where does "
        "training stop?",
        "error ∝ n^(-α): two sizes give α, and α gives the size for the target.",
        "Sections 4.5 (early stopping) and 4.6 (learning curves).",
    ),
)
def quiz_overfit(answer, student):
    """Two epochs read off curves, and the structures that a target needs."""
    byhand.check("overfit", answer, student)
    return "Both curves are read rightly."
