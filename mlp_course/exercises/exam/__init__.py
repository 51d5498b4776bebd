"""The exercises of lesson 07, in its order: exam questions, and numbers worked out by hand."""

from mlp_course.exercises.exam.by_hand import (
    quiz_mae,
    quiz_outlier,
    quiz_overfit,
    quiz_rmse,
    quiz_split,
    quiz_units,
)
from mlp_course.exercises.exam.descriptors import q28_experiment, q28_statements
from mlp_course.exercises.exam.invariance import (
    q29_experiment,
    q29_statements,
    q30_experiment,
    q30_statements,
)
from mlp_course.exercises.exam.promise import q27_experiment, q27_statements

IN_ORDER = (
    q27_statements,
    q27_experiment,
    q28_statements,
    q28_experiment,
    q29_statements,
    q29_experiment,
    q30_statements,
    q30_experiment,
    quiz_mae,
    quiz_rmse,
    quiz_units,
    quiz_outlier,
    quiz_split,
    quiz_overfit,
)
