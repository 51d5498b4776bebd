"""Teaching a potential: batches, loss, the loop, its errors, and committees.

Listeners to a training (`training.listeners`) are imported by name, since they load Matplotlib.
"""

from mlp_course.training.batches import batches, labelled_errors, merge_batches
from mlp_course.training.committee import Committee, most_uncertain
from mlp_course.training.loss import batch_loss, energy_force_loss
from mlp_course.training.trainer import Event, Recipe, Trainer, fit, gradient_step

__all__ = [
    "Committee",
    "Event",
    "Recipe",
    "Trainer",
    "batch_loss",
    "batches",
    "energy_force_loss",
    "fit",
    "gradient_step",
    "labelled_errors",
    "merge_batches",
    "most_uncertain",
]
