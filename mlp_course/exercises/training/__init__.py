"""The exercises of lesson 04, in its order."""

from mlp_course.exercises.training.committees import committee_disagreement, select_for_labelling
from mlp_course.exercises.training.curves import (
    early_stopping_epoch,
    learning_curve_exponent,
    overfitting_starts,
)
from mlp_course.exercises.training.errors import energy_mae_per_atom, force_rmse, mae, rmse
from mlp_course.exercises.training.splits import blocked_split, split_indices
from mlp_course.exercises.training.steps import energy_force_loss, train_step
from mlp_course.exercises.training.storing import load_structures, store_structures

IN_ORDER = (
    store_structures,
    load_structures,
    mae,
    rmse,
    energy_mae_per_atom,
    force_rmse,
    split_indices,
    blocked_split,
    energy_force_loss,
    train_step,
    overfitting_starts,
    early_stopping_epoch,
    learning_curve_exponent,
    committee_disagreement,
    select_for_labelling,
)
